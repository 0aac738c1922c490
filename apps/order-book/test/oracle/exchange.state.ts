import {
  type AuctionKind,
  type Instrument,
  type InstrumentState,
  type OrderTerms,
} from '../../src/domain/command/command';
import { type RejectionCode } from '../../src/domain/report/rejection.registry';
import { type Report } from '../../src/domain/report/report';

export const MAX = Number.MAX_SAFE_INTEGER;

export const int = (value: unknown, low: number, high: number) =>
  Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high;

/** An order with every default filled in, and what became of it so far. */
export interface Order extends Required<OrderTerms> {
  open: number;
  shown: number;
  /** Best last price since a trailing stop was accepted. */
  peak: number;
  place: 'nowhere' | 'book' | 'stops' | 'parked';
  /** The other leg of an OCO while both live. */
  sibling?: Order | undefined;
}

/** One instrument: its terms, and its orders in plain arrays, each in the order that counts. */
export interface Book {
  spec: Required<Instrument>;
  state: InstrumentState;
  auction: AuctionKind | 'none';
  last: number;
  trades: number;
  /** Best price first, then first come first. */
  buy: Order[];
  sell: Order[];
  /** Both as they came. */
  stops: Order[];
  parked: Order[];
}

export interface Timer {
  due: number;
  /** What it is for; setting the same again replaces the timer. */
  of: Order | Book | number;
  fire: () => void;
}

/** The whole exchange. Timers stand in the order in which they were set. */
export interface World {
  time: number;
  commands: number;
  sequence: number;
  maxOrders: number;
  books: Map<number, Book>;
  live: Map<number, Order>;
  timers: Timer[];
  reports: Report[];
}

type Body<R> = R extends Report ? Omit<R, 'sequence' | 'command' | 'time' | 'instrument'> : never;

/** A command may say −0, a report never does. */
const withoutMinus = (value: unknown) => (value === 0 ? 0 : value);

/** Reports what happened (rule 12). */
export function tell(world: World, instrument: number, body: Body<Report>): void {
  const { commands: command, time } = world;
  world.sequence += 1;
  const report = { ...body, sequence: world.sequence, command, time, instrument };
  const fields = Object.entries(report).map(([name, value]) => [name, withoutMinus(value)]);
  world.reports.push(Object.fromEntries(fields) as Report);
}

export function setTimer(world: World, of: Timer['of'], due: number, fire: () => void): void {
  stopTimer(world, of);
  world.timers.push({ of, due, fire });
}

export function stopTimer(world: World, of: Timer['of']): void {
  world.timers = world.timers.filter((timer) => timer.of !== of);
}

export const opposite = (order: { side: 'buy' | 'sell' }) =>
  order.side === 'buy' ? 'sell' : 'buy';

/** Whether a price is at or better for the taker's opposite than a limit of that side. */
export const reaches = (side: 'buy' | 'sell', limit: number, price: number) =>
  side === 'buy' ? price <= limit : price >= limit;

/** ⌈price × (10,000 − bps) ÷ 10,000⌉ … ⌊price × (10,000 + bps) ÷ 10,000⌋ (rule 9). */
export function band(price: number, bps: number): { low: number; high: number } | undefined {
  if (price === 0 || bps === 0) return undefined;
  const [p, b] = [BigInt(price), BigInt(bps)];
  const low = Number((p * (10_000n - b) + 9_999n) / 10_000n);
  return { low, high: Number((p * (10_000n + b)) / 10_000n) };
}

export const outside = (range: ReturnType<typeof band>, price: number) =>
  range !== undefined && (price < range.low || price > range.high);

/** ⌈notional × ppm ÷ 1,000,000⌉ (rule 11). */
export function fee(book: Book, tier: number, rate: 'makerPpm' | 'takerPpm', notional: number) {
  const product = BigInt(notional) * BigInt(book.spec.fees[tier]?.[rate] ?? 0);
  return Number(product > 0n ? (product + 999_999n) / 1_000_000n : product / 1_000_000n);
}

/** Reports the first fault, if there is one (rule 2.7). */
export function refused(
  world: World,
  instrument: unknown,
  id: unknown,
  faults: Iterable<RejectionCode>,
): boolean {
  for (const code of faults) {
    const named = int(instrument, 1, 65_535) ? (instrument as number) : 0;
    tell(world, named, { kind: 'rejected', id: int(id, 1, MAX) ? (id as number) : 0, code });
    return true;
  }
  return false;
}

/** The instrument of a command, unless it is refused for it (rule 2.6). */
export function bookFor(world: World, instrument: unknown, id: unknown = 0): Book | undefined {
  const code = int(instrument, 1, 65_535) ? 'unknown_instrument' : 'invalid_instrument';
  const book = world.books.get(instrument as number);
  if (book === undefined) refused(world, instrument, id, [code]);
  return book;
}

/** Absent and undefined are the same: the default counts (rule 2.6). */
export const filled = <T>(defaults: object, raw: object) => {
  const given = Object.entries(raw).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) } as T;
};
