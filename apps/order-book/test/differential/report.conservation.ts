import assert from 'node:assert';
import { type Report } from '../../src/domain/report/report';

interface Held {
  side: 'buy' | 'sell';
  price: number;
  open: number;
  /** Shown on the book; undefined while it is not there. */
  instrument: number;
  onBook: boolean;
}

/**
 * Follows every order by the reports alone (rule 12) and asserts what must hold whatever the rules
 * say: the sequence has no gap, quantities are conserved (original − executed − prevented = open),
 * nobody ends twice, and a book that trades is never crossed.
 */
export class Conservation {
  private readonly orders = new Map<number, Held>();
  private readonly states = new Map<number, string>();
  private sequence = 0;

  take(report: Report): void {
    this.sequence += 1;
    assert.equal(report.sequence, this.sequence, 'the sequence has a gap');
    switch (report.kind) {
      case 'accepted': {
        const { id, side, price, quantity: open, instrument } = report;
        assert(!this.orders.has(id), `order ${id} is accepted twice`);
        this.orders.set(id, { side, price, open, instrument, onBook: false });
        break;
      }
      case 'rested':
      case 'refilled': {
        const order = this.held(report.id);
        assert.equal(report.open, order.open, `order ${report.id} rests with another quantity`);
        assert(report.shown > 0 && report.shown <= report.open, `order ${report.id} shows wrongly`);
        Object.assign(order, { onBook: true, price: report.price });
        break;
      }
      case 'traded':
        assert(report.quantity > 0, 'a trade of nothing');
        this.lose(report.makerId, report.quantity, report.makerOpen);
        this.lose(report.takerId, report.quantity, report.takerOpen);
        break;
      case 'prevented':
        assert(report.makerPrevented + report.takerPrevented > 0, 'a prevention of nothing');
        this.lose(report.makerId, report.makerPrevented, report.makerOpen);
        this.lose(report.takerId, report.takerPrevented, report.takerOpen);
        break;
      case 'cancelled':
      case 'expired':
        this.lose(report.id, report.quantity, 0);
        break;
      case 'replaced': {
        const order = this.held(report.id);
        assert.equal(report.oldQuantity, order.open, `order ${report.id} had another quantity`);
        Object.assign(order, { open: report.quantity, price: report.price, onBook: report.kept });
        break;
      }
      case 'state_changed':
        this.states.set(report.instrument, report.to);
        break;
      default:
    }
  }

  /** Between commands: no book that does not hold an auction is crossed. */
  settle(): void {
    const best = new Map<string, number>();
    for (const { instrument, side, price, onBook } of this.orders.values()) {
      if (!onBook || this.states.get(instrument) === 'auction') continue;
      const key = `${instrument} ${side}`;
      const known = best.get(key);
      const better = known === undefined || (side === 'buy' ? price > known : price < known);
      if (better) best.set(key, price);
    }
    for (const [key, price] of best) {
      const [instrument = '', side] = key.split(' ');
      const sell = best.get(`${instrument} sell`);
      if (side === 'buy' && sell !== undefined)
        assert(price < sell, `instrument ${instrument} is crossed: ${price} and ${sell}`);
    }
  }

  private held(id: number): Held {
    const order = this.orders.get(id);
    assert(order !== undefined, `order ${id} is not live`);
    return order;
  }

  private lose(id: number, quantity: number, open: number): void {
    const order = this.held(id);
    order.open -= quantity;
    assert.equal(order.open, open, `order ${id} lost or gained quantity`);
    if (open === 0) this.orders.delete(id);
  }
}
