import type { BookSide } from '../../src/domain/market-data/frame/book-side';
import type { Level } from '../../src/domain/market-data/frame/level-frame';
import type { QueuedOrder } from '../../src/domain/market-data/frame/queue-frame';
import type { TopFrame } from '../../src/domain/market-data/frame/top-frame';
import type { Report } from '../../src/domain/report/report';
import { levelsOf, queueOf, type Resting } from './plain-book';

const SIDES = { buy: 'bids', sell: 'asks' } as const;

/** What rule 12 says of the visible book, read off one report after the other from a plain list. */
export class RebuiltBook {
  #orders: Resting[] = [];
  #crossing = false;
  #last: TopFrame['last'] = null;

  apply(report: Report): void {
    switch (report.kind) {
      case 'rested':
      case 'refilled': {
        const { id, side, price, shown } = report;
        this.#orders = this.#orders.filter((order) => order.id !== id);
        this.#orders.push({ id, side: SIDES[side], price, quantity: shown });
        break;
      }
      case 'traded':
        this.#show(report.makerId, report.makerShown);
        if (this.#crossing) this.#show(report.takerId, report.takerShown);
        this.#last = { tradeId: report.tradeId, price: report.price, quantity: report.quantity };
        break;
      case 'prevented':
        this.#show(report.makerId, report.makerShown);
        break;
      case 'replaced':
        this.#show(report.id, report.kept ? report.shown : 0);
        break;
      case 'cancelled':
      case 'expired':
        this.#show(report.id, 0);
        break;
      case 'uncrossed':
        this.#crossing = true;
        break;
      case 'state_changed':
        this.#crossing = false;
        break;
      default:
    }
  }

  #show(id: number, quantity: number): void {
    this.#orders = this.#orders
      .map((order) => (order.id === id ? { ...order, quantity } : order))
      .filter((order) => order.quantity > 0);
  }

  orders(side: BookSide): QueuedOrder[] {
    return queueOf(this.#orders, side);
  }

  levels(side: BookSide): Level[] {
    return levelsOf(this.#orders, side);
  }

  get top(): Omit<TopFrame, 'sequence'> {
    const [bid, ask] = [this.levels('bids')[0] ?? null, this.levels('asks')[0] ?? null];
    return { bid, ask, last: this.#last };
  }
}
