import type { Level } from '../../domain/market-data/frame/level-frame';
import type { BookSide } from '../../domain/market-data/frame/book-side';

type OrderRow = {
  readonly kind: 'created' | 'changed' | 'deleted';
  readonly atMs: number;
  readonly id: number;
  readonly side: BookSide;
  /** In cents. */
  readonly price: number;
  /** Still open, in 10^-8 bitcoin; a deleted order with 0 was filled. */
  readonly amount: number;
};
type TradeRow = {
  readonly kind: 'trade';
  readonly atMs: number;
  readonly price: number;
  readonly amount: number;
};
type BookRow = {
  readonly kind: 'book';
  readonly atMs: number;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
};

/**
 * One row of the venue's log of 2015-05-01: orders one by one, its trades, its twenty best levels.
 */
export type VenueRow = OrderRow | TradeRow | BookRow;

type RawLevels = readonly (readonly [string, string])[];
type Raw = {
  readonly id: number;
  readonly order_type: 0 | 1;
  readonly price: string | number;
  readonly amount: string | number;
  readonly bids: RawLevels;
  readonly asks: RawLevels;
};

const KINDS = {
  order_created: 'created',
  order_changed: 'changed',
  order_deleted: 'deleted',
} as const;

const cents = (price: string | number): number => Math.round(Number(price) * 100);
const satoshis = (amount: string | number): number => Math.round(Number(amount) * 1e8);
const levels = (raw: RawLevels): Level[] =>
  raw.map(([price, amount]) => [cents(price), satoshis(amount)]);

const row = (line: string): VenueRow => {
  const [time = '', name = '', ...rest] = line.split(' ');
  const raw = JSON.parse(rest.join(' ')) as Raw;
  const atMs = Number(time);
  if (name === 'order_book') {
    return { kind: 'book', atMs, bids: levels(raw.bids), asks: levels(raw.asks) };
  }
  const [price, amount] = [cents(raw.price), satoshis(raw.amount)];
  if (name === 'trade') return { kind: 'trade', atMs, price, amount };
  const kind = KINDS[name as keyof typeof KINDS];
  return { kind, atMs, id: raw.id, side: raw.order_type === 0 ? 'bids' : 'asks', price, amount };
};

/** @throws SyntaxError when a line is not of the log's form */
export const readVenueRows = (text: string): VenueRow[] =>
  text.split('\n').filter(Boolean).map(row);
