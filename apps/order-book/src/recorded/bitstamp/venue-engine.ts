import type { Command, OrderTerms } from '../../domain/command/command';
import { createEngine } from '../../domain/engine/create-engine';
import type { BookSide } from '../../domain/market-data/frame/book-side';
import type { Level } from '../../domain/market-data/frame/level-frame';
import { MarketData } from '../../domain/market-data/view/market-data';
import type { Report } from '../../domain/report/report';
import { readReports } from '../../domain/report/report.reader';

/** Ticks are cents, lots 10^-8 bitcoin; up to 800 dollars and 1,000 bitcoin fit 2^53. */
const TERMS = { instrument: 1, tickSize: 1, lotSize: 1, maxPrice: 80_000, maxQuantity: 1e11 };
const SIDES = { bids: 'buy', asks: 'sell' } as const;

type Timeless = Command extends infer C ? (C extends Command ? Omit<C, 'time'> : never) : never;
type Resting = { readonly price: number; readonly open: number };
export type EngineTrade = {
  readonly atMs: number;
  readonly price: number;
  readonly amount: number;
};

/** Our engine in the venue's place: one instrument, orders under the venue's own ids. */
export class VenueEngine {
  readonly #engine = createEngine();
  readonly #data = new MarketData();
  readonly #resting = new Map<number, Resting>();
  readonly trades: EngineTrade[] = [];
  /** Lots that came in and that went out unfilled. */
  #submitted = 0;
  #withdrawn = 0;

  constructor(atMs: number) {
    this.#do(atMs, { kind: 'define_instrument', ...TERMS });
  }

  submit(atMs: number, id: number, side: BookSide, price: number, quantity: number): void {
    const order: OrderTerms = {
      instrument: 1,
      id,
      side: SIDES[side],
      type: 'limit',
      price,
      quantity,
    };
    this.#do(atMs, { kind: 'place', ...order });
  }

  /** Sets price and open quantity; another price is a new place in the book. */
  amend(atMs: number, id: number, price: number, quantity: number): void {
    this.#do(atMs, { kind: 'amend', instrument: 1, id, price, quantity });
  }

  /** Refused, and nothing, when the order is gone already. */
  cancel(atMs: number, id: number): void {
    this.#do(atMs, { kind: 'cancel', instrument: 1, id });
  }

  best(): { readonly bid: Level | null; readonly ask: Level | null } {
    return this.#data.view(1).top();
  }

  /** Price and open quantity of an order that rests. */
  resting(id: number): Resting | undefined {
    return this.#resting.get(id);
  }

  /**
   * What came in is what traded (once for each side), what was withdrawn and what is still open.
   */
  get quantityConserved(): boolean {
    const { bids, asks } = this.#data.view(1).levelSnapshot();
    const open = [...bids, ...asks].reduce((sum, [, quantity]) => sum + quantity, 0);
    const traded = this.trades.reduce((sum, { amount }) => sum + amount, 0);
    return this.#submitted === 2 * traded + this.#withdrawn + open;
  }

  #do(time: number, command: Timeless): void {
    this.#engine.execute({ ...command, time });
    for (const report of readReports(this.#engine.reports)) this.#note(report);
    this.#data.apply(this.#engine.reports);
    this.#data.view(1).frame();
    this.#engine.reports.clear();
  }

  #note(report: Report): void {
    if (report.kind === 'accepted') this.#submitted += report.quantity;
    if (report.kind === 'rested') this.#keep(report.id, report.price, report.open);
    if (report.kind === 'replaced') {
      this.#withdrawn += report.oldQuantity - report.quantity;
      this.#keep(report.id, report.price, report.kept ? report.quantity : 0);
    }
    if (report.kind === 'cancelled') {
      this.#withdrawn += report.quantity;
      this.#keep(report.id, 0, 0);
    }
    if (report.kind === 'traded') {
      const { time: atMs, price, quantity: amount } = report;
      this.trades.push({ atMs, price, amount });
      this.#keep(report.makerId, price, report.makerOpen);
    }
  }

  #keep(id: number, price: number, open: number): void {
    if (open === 0) this.#resting.delete(id);
    else this.#resting.set(id, { price, open });
  }
}
