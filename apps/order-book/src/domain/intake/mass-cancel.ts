import { type Book, PARKED_ORDERS, WAITING_STOPS } from '../book/book';
import { CODE, isWithin, LARGEST_ACCOUNT, LARGEST_INSTRUMENT } from '../command/command.fields';
import { RECORD } from '../command/command.layout';
import { type Exchange } from '../engine/exchange';
import { cancel, REASON, siblingOf } from '../matching/leave';
import { ACCOUNT, DOUBLES, INTS, NEXT, PRICE, SIDE_MASK, TRAITS } from '../order/order.layout';
import { reportRejected } from '../report/order.reports';
import { KIND, WORD } from '../report/report.layout';

/** Either side, in a mass cancel. */
const BOTH_SIDES = 2;

/** All live orders of the instrument in the order of rule 6.8. */
export const ordersOf = (exchange: Exchange, book: Book): number[] => {
  const { doubles, ints } = exchange.orders;
  const found: number[] = [];
  const follow = (first: number): void => {
    for (let slot = first; slot !== 0; slot = ints[slot * INTS + NEXT]!) found.push(slot);
  };
  for (const ladder of [book.bids, book.asks]) {
    for (let first = exchange.ladders.first(ladder); first !== 0;) {
      const price = doubles[first * DOUBLES + PRICE]!;
      follow(first);
      first = exchange.ladders.firstBeyond(ladder, price);
    }
  }
  for (const queue of [WAITING_STOPS, PARKED_ORDERS]) follow(book.aside[queue]!);
  return found;
};

const cancelOf = (
  exchange: Exchange,
  book: Book,
  account: number,
  sides: number,
  reason: number,
): number => {
  const { ints } = exchange.orders;
  let count = 0;
  const gone = new Set<number>();
  for (const slot of ordersOf(exchange, book)) {
    if (gone.has(slot) || ints[slot * INTS + ACCOUNT] !== account) continue;
    const side = ints[slot * INTS + TRAITS]! & SIDE_MASK;
    if (sides !== BOTH_SIDES && sides !== side) continue;
    const sibling = siblingOf(exchange, slot);
    if (sibling !== 0) gone.add(sibling);
    cancel(exchange, book, slot, reason);
    count += sibling === 0 ? 1 : 2;
  }
  return count;
};

/** Cancels an account's orders of one or all (0) instruments and reports how many. */
export const cancelAll = (
  exchange: Exchange,
  instrument: number,
  account: number,
  sides: number,
  reason: number,
): void => {
  let count = 0;
  for (const number of instrument === 0 ? exchange.numbers : [instrument]) {
    count += cancelOf(exchange, exchange.books[number]!, account, sides, reason);
  }
  const at = exchange.reporter.begin(KIND.mass_cancelled, instrument);
  const words = exchange.reporter.buffer.words;
  words[at + WORD.account] = account;
  words[at + WORD.count] = count;
};

/** An account's dead-man timer has fired (rule 6.10). */
export const fireDeadMan = (exchange: Exchange, account: number): void => {
  exchange.deadMen.delete(account);
  cancelAll(exchange, 0, account, BOTH_SIDES, REASON.dead_man);
};

/** Rule 6.8; the instrument is checked here because 0 stands for all. */
export const massCancel = (exchange: Exchange, words: Float64Array, at: number): void => {
  const instrument = words[at + RECORD.instrument]!;
  const account = words[at + RECORD.account]!;
  const sides = words[at + RECORD.sides]!;
  const isNumber = isWithin(instrument, 0, LARGEST_INSTRUMENT);
  const refuse = (code: number, number: number): void => reportRejected(exchange, number, 0, code);
  if (!isNumber) refuse(CODE.invalid_instrument, 0);
  else if (instrument !== 0 && exchange.books[instrument] === undefined) {
    refuse(CODE.unknown_instrument, instrument);
  } else if (!isWithin(account, 0, LARGEST_ACCOUNT)) refuse(CODE.invalid_account, instrument);
  else if (!isWithin(sides, 0, BOTH_SIDES)) refuse(CODE.invalid_side, instrument);
  else cancelAll(exchange, instrument, account, sides, REASON.mass_cancel);
};
