import { type Book, PARKED_ORDERS, WAITING_STOPS } from '../book/book';
import { type Exchange } from '../engine/exchange';
import {
  DOUBLES,
  ID,
  INDEXED,
  INTS,
  ON_BOOK,
  PARKED,
  RARE,
  SIDE_MASK,
  TRAILING_STOP,
  TRAITS,
  typeOf,
  WAITING,
} from '../order/order.layout';
import { leaveQueue } from '../order/order.queue';
import { HANDLE, SIBLING, TERM_WORDS, TIMER } from '../order/rare-terms.pool';
import { CANCEL_REASONS, type CancelReason } from '../report/report';
import { beginOrderReport } from '../report/order.reports';
import { KIND, WORD } from '../report/report.layout';

/** Index of each reason, as reports carry it. */
export const REASON = Object.fromEntries(
  CANCEL_REASONS.map((reason, index) => [reason, index]),
) as Readonly<Record<CancelReason, number>>;

/** Takes the order out of the queue it is in, if any; it stays live. */
export const withdraw = (exchange: Exchange, book: Book, slot: number): void => {
  const { ints } = exchange.orders;
  const traits = ints[slot * INTS + TRAITS]!;
  if ((traits & ON_BOOK) !== 0) exchange.ladders.remove(book.ladderOf(traits & SIDE_MASK), slot);
  else if ((traits & WAITING) !== 0) {
    leaveQueue(ints, book.aside, WAITING_STOPS, slot);
    leaveStops(exchange, book, slot);
  } else if ((traits & PARKED) !== 0) {
    leaveQueue(ints, book.aside, PARKED_ORDERS, slot);
  }
  ints[slot * INTS + TRAITS] = traits & ~(ON_BOOK | WAITING | PARKED);
};

const leaveStops = (exchange: Exchange, book: Book, slot: number): void => {
  const { ints } = exchange.orders;
  const traits = ints[slot * INTS + TRAITS]!;
  const stops = book.stopsOf(traits & SIDE_MASK);
  book.waiting -= 1;
  if (typeOf(traits) === TRAILING_STOP) {
    book.trailing -= 1;
    stops.trailing.remove(slot);
  } else stops.remove(exchange.rare.words[ints[slot * INTS + RARE]! * TERM_WORDS + HANDLE]!);
};

/** The order, in no queue any more, is gone: its id and memory are free. */
export const end = (exchange: Exchange, slot: number): void => {
  const { doubles, ints } = exchange.orders;
  if ((ints[slot * INTS + TRAITS]! & INDEXED) !== 0) {
    exchange.index.remove(doubles[slot * DOUBLES + ID]!);
  }
  const rare = ints[slot * INTS + RARE]!;
  if (rare !== 0) {
    const timer = exchange.rare.words[rare * TERM_WORDS + TIMER]!;
    if (timer !== 0) exchange.timers.cancel(timer);
    exchange.rare.release(rare);
  }
  exchange.orders.release(slot);
};

/** Ends an order before it traded whole, and the other leg of its OCO with it. */
export const cancel = (exchange: Exchange, book: Book, slot: number, reason: number): void => {
  const at = beginOrderReport(exchange, KIND.cancelled, slot);
  exchange.reporter.buffer.words[at + WORD.reason] = reason;
  withdraw(exchange, book, slot);
  if (exchange.orders.ints[slot * INTS + RARE] !== 0) cancelSibling(exchange, book, slot);
  end(exchange, slot);
};

/** The order's time is up (rule 6.11); its timer has fired already. */
export const expire = (exchange: Exchange, book: Book, slot: number): void => {
  beginOrderReport(exchange, KIND.expired, slot);
  withdraw(exchange, book, slot);
  exchange.rare.words[exchange.orders.ints[slot * INTS + RARE]! * TERM_WORDS + TIMER] = 0;
  end(exchange, slot);
};

/** Cancels the other leg of the order's OCO, if it has one that is live (rule 7.6). */
export const cancelSibling = (exchange: Exchange, book: Book, slot: number): void => {
  const sibling = siblingOf(exchange, slot);
  if (sibling === 0) return;
  unlink(exchange, slot);
  unlink(exchange, sibling);
  cancel(exchange, book, sibling, REASON.oco);
};

/** Slot of the other leg; 0: none. */
export const siblingOf = (exchange: Exchange, slot: number): number =>
  exchange.rare.words[exchange.orders.ints[slot * INTS + RARE]! * TERM_WORDS + SIBLING]!;

const unlink = (exchange: Exchange, slot: number): void => {
  exchange.rare.words[exchange.orders.ints[slot * INTS + RARE]! * TERM_WORDS + SIBLING] = 0;
};
