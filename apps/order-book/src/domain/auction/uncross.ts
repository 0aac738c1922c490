import { type Book, CLOSED, CLOSING, OPENING, TRADING } from '../book/book';
import { changeState } from '../book/change-state';
import { type Exchange } from '../engine/exchange';
import { cancel, cancelSibling, end, REASON } from '../matching/leave';
import { showNext } from '../matching/rest';
import { AS_MAKER, reportTrade } from '../matching/trade';
import {
  DOUBLES,
  HIDDEN,
  INTS,
  NEXT,
  ON_CLOSE,
  ON_OPEN,
  PRICE,
  SHOWN,
  SIDE_MASK,
  timeInForceOf,
  TRAITS,
} from '../order/order.layout';
import { KIND, WORD } from '../report/report.layout';
import { type StateReason } from '../report/report';
import { type Cross } from './cross-price';
import { crossOf } from './interest';

export const reportCross = (exchange: Exchange, book: Book, kind: number, cross: Cross): void => {
  const at = exchange.reporter.begin(kind, book.number);
  const words = exchange.reporter.buffer.words;
  words[at + WORD.price] = cross.price;
  words[at + WORD.volume] = cross.volume;
  words[at + WORD.imbalance] = cross.imbalance;
};

/** Takes a fill from shown first, then from hidden, keeping the order's place (rule 10.7). */
const fill = (exchange: Exchange, slot: number, quantity: number): void => {
  const { doubles } = exchange.orders;
  const shown = doubles[slot * DOUBLES + SHOWN]!;
  const fromShown = Math.min(shown, quantity);
  doubles[slot * DOUBLES + SHOWN] = shown - fromShown;
  doubles[slot * DOUBLES + HIDDEN]! -= quantity - fromShown;
  if (shown === fromShown) showNext(exchange, slot);
};

const openOf = (exchange: Exchange, slot: number): number => {
  const { doubles } = exchange.orders;
  return doubles[slot * DOUBLES + SHOWN]! + doubles[slot * DOUBLES + HIDDEN]!;
};

const endIfFilled = (exchange: Exchange, book: Book, slot: number): void => {
  if (openOf(exchange, slot) > 0) return;
  const side = exchange.orders.ints[slot * INTS + TRAITS]! & SIDE_MASK;
  exchange.ladders.remove(book.ladderOf(side), slot);
  end(exchange, slot);
};

const allot = (exchange: Exchange, book: Book, cross: Cross): void => {
  const { ladders } = exchange;
  const { doubles } = exchange.orders;
  const priceOf = (slot: number): number => doubles[slot * DOUBLES + PRICE]!;
  // Until a side is spent, not until a sum is reached: sums beyond 2^53 are not exact.
  for (;;) {
    const buy = ladders.first(book.bids);
    const sell = ladders.first(book.asks);
    if (buy === 0 || sell === 0) return;
    if (priceOf(buy) < cross.price || priceOf(sell) > cross.price) return;
    const quantity = Math.min(openOf(exchange, buy), openOf(exchange, sell));
    fill(exchange, buy, quantity);
    fill(exchange, sell, quantity);
    reportTrade(exchange, book, buy, sell, cross.price, quantity, AS_MAKER);
    cancelSibling(exchange, book, buy);
    cancelSibling(exchange, book, sell);
    endIfFilled(exchange, book, buy);
    endIfFilled(exchange, book, sell);
  }
};

const cancelRemainders = (exchange: Exchange, book: Book, timeInForce: number): void => {
  const { doubles, ints } = exchange.orders;
  const found: number[] = [];
  for (const ladder of [book.bids, book.asks]) {
    for (let first = exchange.ladders.first(ladder); first !== 0;) {
      const price = doubles[first * DOUBLES + PRICE]!;
      for (let slot = first; slot !== 0; slot = ints[slot * INTS + NEXT]!) {
        if (timeInForceOf(ints[slot * INTS + TRAITS]!) === timeInForce) found.push(slot);
      }
      first = exchange.ladders.firstBeyond(ladder, price);
    }
  }
  for (const slot of found) cancel(exchange, book, slot, REASON.cross_remainder);
};

/** Ends the auction: the cross, what is left of its own orders, the next state (rule 10.5). */
export const uncross = (exchange: Exchange, book: Book, to: number, reason: StateReason): void => {
  const cross = crossOf(exchange, book);
  reportCross(exchange, book, KIND.uncrossed, cross);
  allot(exchange, book, cross);
  if (book.auction === OPENING) cancelRemainders(exchange, book, ON_OPEN);
  if (book.auction === CLOSING) cancelRemainders(exchange, book, ON_CLOSE);
  changeState(exchange, book, to, reason);
};

/** The auction's own end has come. */
export const endAuction = (exchange: Exchange, book: Book): void =>
  uncross(exchange, book, book.auction === CLOSING ? CLOSED : TRADING, 'auction_ended');
