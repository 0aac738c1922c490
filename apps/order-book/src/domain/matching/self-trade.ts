import { type Book } from '../book/book';
import { type Exchange } from '../engine/exchange';
import {
  ACCOUNT,
  DOUBLES,
  GROUP,
  HIDDEN,
  ID,
  INTS,
  PRICE,
  SHOWN,
  SIDE_MASK,
  TRAITS,
  selfTradeOf,
} from '../order/order.layout';
import { KIND, WORD } from '../report/report.layout';
import { cancelSibling, end, withdraw } from './leave';
import { refill } from './rest';

/** Self-trade prevention modes by their place in SELF_TRADE_MODES. */
export const NONE = 0;
export const NEWEST = 1;
export const OLDEST = 2;
export const BOTH = 3;
export const DECREMENT = 4;

/** Whether the two orders must not trade with each other (rule 8.1). */
export const isOwn = (ints: Int32Array, taker: number, maker: number): boolean => {
  if (ints[taker * INTS + ACCOUNT] === ints[maker * INTS + ACCOUNT]) return true;
  const group = ints[taker * INTS + GROUP]!;
  return group !== 0 && group === ints[maker * INTS + GROUP];
};

/** What the taker's mode takes from both, instead of a trade (rule 8.2). */
export const prevent = (exchange: Exchange, book: Book, maker: number, taker: number): void => {
  const { doubles, ints } = exchange.orders;
  const mode = selfTradeOf(ints[taker * INTS + TRAITS]!);
  const takerOpen = doubles[taker * DOUBLES + SHOWN]!;
  const shown = doubles[maker * DOUBLES + SHOWN]!;
  const hidden = doubles[maker * DOUBLES + HIDDEN]!;
  const least = Math.min(takerOpen, shown);
  const fromTaker = mode === DECREMENT ? least : mode === OLDEST ? 0 : takerOpen;
  const fromMaker = mode === DECREMENT ? least : mode === NEWEST ? 0 : shown + hidden;
  const makerOpen = shown + hidden - fromMaker;
  const makerShown = makerOpen === 0 ? 0 : shown - fromMaker;
  doubles[taker * DOUBLES + SHOWN] = takerOpen - fromTaker;

  const at = exchange.reporter.begin(KIND.prevented, book.number);
  const words = exchange.reporter.buffer.words;
  words[at + WORD.id] = doubles[maker * DOUBLES + ID]!;
  words[at + WORD.side] = ints[maker * INTS + TRAITS]! & SIDE_MASK;
  words[at + WORD.price] = doubles[maker * DOUBLES + PRICE]!;
  words[at + WORD.quantity] = fromMaker;
  words[at + WORD.shown] = makerShown;
  words[at + WORD.open] = makerOpen;
  words[at + WORD.takerId] = doubles[taker * DOUBLES + ID]!;
  words[at + WORD.takerOpen] = takerOpen - fromTaker;
  words[at + WORD.takerPrevented] = fromTaker;

  if (makerOpen === 0) {
    withdraw(exchange, book, maker);
    cancelSibling(exchange, book, maker);
    end(exchange, maker);
    return;
  }
  doubles[maker * DOUBLES + SHOWN] = makerShown;
  if (makerShown === 0) refill(exchange, book, maker);
};
