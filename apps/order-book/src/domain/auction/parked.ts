import { AUCTION, type Book, CLOSING, OPENING, PARKED_ORDERS } from '../book/book';
import { type Exchange } from '../engine/exchange';
import { index, rest } from '../matching/rest';
import {
  BUY,
  DOUBLES,
  INTS,
  MARKET,
  NEXT,
  ON_CLOSE,
  ON_OPEN,
  PARKED,
  PRICE,
  SIDE_MASK,
  timeInForceOf,
  TRAITS,
  typeOf,
} from '../order/order.layout';
import { joinQueue } from '../order/order.queue';
import { withdraw } from '../matching/leave';

/** An on-open or on-close order waits for its auction, or rests if that is on (rule 10.4). */
export const park = (exchange: Exchange, book: Book, slot: number): void => {
  const { doubles, ints } = exchange.orders;
  const traits = ints[slot * INTS + TRAITS]!;
  const isOpening = timeInForceOf(traits) === ON_OPEN;
  if (typeOf(traits) === MARKET) {
    doubles[slot * DOUBLES + PRICE] = (traits & SIDE_MASK) === BUY ? book.maxPrice : 1;
  }
  if (book.state === AUCTION && book.auction === (isOpening ? OPENING : CLOSING)) {
    rest(exchange, book, slot);
    return;
  }
  index(exchange, slot);
  ints[slot * INTS + TRAITS]! |= PARKED;
  joinQueue(ints, book.aside, PARKED_ORDERS, slot);
};

/** The parked orders of the auction that begins join the book in the order they came. */
export const joinAuction = (exchange: Exchange, book: Book): void => {
  if (book.auction !== OPENING && book.auction !== CLOSING) return;
  const { ints } = exchange.orders;
  const joining = book.auction === OPENING ? ON_OPEN : ON_CLOSE;
  for (let slot = book.aside[PARKED_ORDERS]!; slot !== 0;) {
    const next = ints[slot * INTS + NEXT]!;
    if (timeInForceOf(ints[slot * INTS + TRAITS]!) === joining) {
      withdraw(exchange, book, slot);
      rest(exchange, book, slot);
    }
    slot = next;
  }
};
