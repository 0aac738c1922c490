import { type Book } from '../book/book';
import { CODE, FINE, isWithin, LARGEST } from '../command/command.fields';
import { RECORD } from '../command/command.layout';
import { type Exchange } from '../engine/exchange';
import { cancel, REASON } from '../matching/leave';
import { INSTRUMENT, INTS } from '../order/order.layout';
import { reportRejected } from '../report/order.reports';
import { validId } from './place';

/** Slot of the instrument's live order with this id, or 0. */
export const slotOf = (exchange: Exchange, book: Book, id: number): number => {
  const slot = exchange.index.get(id);
  return slot !== 0 && exchange.orders.ints[slot * INTS + INSTRUMENT] === book.number ? slot : 0;
};

/** Cancels an order (rule 6.7) in any state; returns whether it did. */
export const cancelById = (exchange: Exchange, book: Book, id: number, reason: number): boolean => {
  const code = isWithin(id, 1, LARGEST) ? FINE : CODE.invalid_order_id;
  const slot = code === FINE ? slotOf(exchange, book, id) : 0;
  if (slot === 0) {
    const why = code === FINE ? CODE.unknown_order : code;
    reportRejected(exchange, book.number, validId(id), why);
    return false;
  }
  cancel(exchange, book, slot, reason);
  return true;
};

export const cancelOrder = (
  exchange: Exchange,
  book: Book,
  words: Float64Array,
  at: number,
): void => {
  cancelById(exchange, book, words[at + RECORD.id]!, REASON.requested);
};
