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
  book: Book;
  open: number;
  shown: number;
  /** Best last price since a trailing stop was accepted. */
  peak: number;
  /** The other leg of an OCO while both live. */
  sibling: Order | undefined;
}

/** One instrument: its terms, and its orders in plain arrays, each in the order that counts. */
export interface Book {
  world: World;
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

/** Setting one of the same owner again replaces it. */
export interface Timer {
  of: Order | Book | number;
  due: number;
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
  /** Whose refusal it would be: instrument and order as the command has them. */
  subject: [instrument: unknown, id: unknown];
}

type Body<R> = R extends Report ? Omit<R, 'sequence' | 'command' | 'time' | 'instrument'> : never;

/** Reports what happened (rule 12). A command may say −0, a report never does. */
export function tell(world: World, instrument: number, body: Body<Report>): void {
  const { commands: command, time } = world;
  world.sequence += 1;
  const report = { ...body, sequence: world.sequence, command, time, instrument };
  const fields = Object.entries(report).map(([name, value]) => [name, value === 0 ? 0 : value]);
  world.reports.push(Object.fromEntries(fields) as Report);
}

/** Thrown by the first check that fails; nothing is changed before. */
class Refusal extends Error {
  declare readonly message: RejectionCode;
}

export function need(holds: boolean, code: RejectionCode): asserts holds {
  if (!holds) throw new Refusal(code);
}

/** Runs checks and what they allow, and reports a refusal (rule 2.7); returns whether all held. */
export function unlessRefused(world: World, act: () => void): boolean {
  try {
    act();
    return true;
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    const [instrument, id] = world.subject;
    const named = int(instrument, 1, 65_535) ? (instrument as number) : 0;
    const order = int(id, 1, MAX) ? (id as number) : 0;
    tell(world, named, { kind: 'rejected', id: order, code: refusal.message });
    return false;
  }
}

/** The instrument of a command (rule 2.6). */
export function bookOf(world: World, instrument: number, id: unknown = 0): Book {
  world.subject = [instrument, id];
  need(int(instrument, 1, 65_535), 'invalid_instrument');
  const book = world.books.get(instrument);
  need(book !== undefined, 'unknown_instrument');
  return book;
}

export function setTimer(world: World, of: Timer['of'], due: number, fire: () => void): void {
  stopTimer(world, of);
  if (due > 0) world.timers.push({ of, due, fire });
}

export function stopTimer(world: World, of: Timer['of']): void {
  world.timers = world.timers.filter((timer) => timer.of !== of);
}

/** Absent and undefined are the same: the default counts (rule 2.6). */
export const filled = <T>(defaults: object, raw: object) => {
  const given = Object.entries(raw).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) } as T;
};

/** Whether a price is no worse for an order of that side than its limit. */
export const reaches = (side: 'buy' | 'sell', limit: number, price: number) =>
  side === 'buy' ? price <= limit : price >= limit;

/** The best order on the other side. */
export const facing = ({ side, book }: Order): Order | undefined =>
  book[side === 'buy' ? 'sell' : 'buy'][0];

/** ⌈price × (10,000 − bps) ÷ 10,000⌉ … ⌊price × (10,000 + bps) ÷ 10,000⌋ (rule 9). */
export function isOutside(reference: number, bps: number, price: number): boolean {
  if (reference === 0 || bps === 0) return false;
  const [r, b] = [BigInt(reference), BigInt(bps)];
  const low = (r * (10_000n - b) + 9_999n) / 10_000n;
  return BigInt(price) < low || BigInt(price) > (r * (10_000n + b)) / 10_000n;
}
