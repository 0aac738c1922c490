import type { BookSide } from '../../domain/market-data/frame/book-side';
import { type EngineTrade, VenueEngine } from './venue-engine';
import type { VenueRow } from './venue-row';

type Book = Extract<VenueRow, { kind: 'book' }>;
type Order = Extract<VenueRow, { id: number }>;

/** How far apart the venue's record of a trade and ours may be. */
const TRADE_WITHIN_MS = 10_000;

export type BitstampFigures = {
  /** The venue's trades after the first snapshot, and those of them that the engine made too. */
  readonly trades: number;
  readonly tradesMet: number;
  /** The venue's later snapshots, and those with the engine's best bid and best offer. */
  readonly snapshots: number;
  readonly bestMet: number;
  /** Snapshots at which the engine's book was crossed. */
  readonly crossed: number;
  readonly quantityConserved: boolean;
};

/**
 * Orders older than the log stand for the levels of its first snapshot, one order a level. A
 * withdrawal of an order that nobody announced is taken from the old order of its price.
 */
class OldOrders {
  readonly #ids = new Map<string, number>();

  seed(engine: VenueEngine, { atMs, bids, asks }: Book): void {
    for (const [side, levels] of Object.entries({ bids, asks }) as [BookSide, Book['bids']][]) {
      for (const [price, amount] of levels) {
        const id = this.#ids.size + 1;
        this.#ids.set(`${side}${price}`, id);
        engine.submit(atMs, id, side, price, amount);
      }
    }
  }

  withdraw(engine: VenueEngine, { atMs, side, price, amount }: Order): void {
    const id = this.#ids.get(`${side}${price}`) ?? 0;
    const { open = 0 } = engine.resting(id) ?? {};
    if (open > amount) engine.amend(atMs, id, price, open - amount);
    else if (open > 0) engine.cancel(atMs, id);
  }
}

const tradesMet = (venue: readonly EngineTrade[], ours: readonly EngineTrade[]): number => {
  const left = [...ours];
  return venue.filter((trade) => {
    const at = left.findIndex(
      ({ atMs, price, amount }) =>
        price === trade.price &&
        amount === trade.amount &&
        Math.abs(atMs - trade.atMs) <= TRADE_WITHIN_MS,
    );
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
};

/**
 * One order's row: what its owner wanted is done, what the venue made of it is left to the engine.
 */
const follow = (engine: VenueEngine, old: OldOrders, row: Order): void => {
  const { kind, atMs, id, side, price, amount } = row;
  const resting = engine.resting(id);
  if (kind === 'created') engine.submit(atMs, id, side, price, amount);
  // Another price is the owner's wish; another amount alone is a fill, which the engine makes
  // itself.
  else if (kind === 'changed' && resting && resting.price !== price)
    engine.amend(atMs, id, price, amount);
  else if (kind === 'deleted' && resting) engine.cancel(atMs, id);
  else if (kind === 'deleted' && amount > 0) old.withdraw(engine, row);
};

/**
 * Feeds what people did at the venue that day into the engine, and compares what the engine makes
 * of
 * it with what the venue did: its trades (price, amount, within ten seconds) and its best prices.
 *
 * @throws Error when the log has no snapshot to begin with
 */
export const replayBitstamp = (rows: readonly VenueRow[]): BitstampFigures => {
  const first = rows.findIndex(({ kind }) => kind === 'book');
  const seed = rows[first];
  if (seed?.kind !== 'book') throw new Error('the log has no snapshot of the book');
  const engine = new VenueEngine(seed.atMs);
  const old = new OldOrders();
  old.seed(engine, seed);
  const trades: EngineTrade[] = [];
  let [snapshots, bestMet, crossed] = [0, 0, 0];
  for (const row of rows.slice(first + 1)) {
    if (row.kind === 'trade') trades.push(row);
    else if (row.kind === 'book') {
      const { bid, ask } = engine.best();
      snapshots += 1;
      if (bid?.[0] === row.bids[0]?.[0] && ask?.[0] === row.asks[0]?.[0]) bestMet += 1;
      if (bid && ask && bid[0] >= ask[0]) crossed += 1;
    } else follow(engine, old, row);
  }
  const { quantityConserved } = engine;
  const met = tradesMet(trades, engine.trades);
  return { trades: trades.length, tradesMet: met, snapshots, bestMet, crossed, quantityConserved };
};
