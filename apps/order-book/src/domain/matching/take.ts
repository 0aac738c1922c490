import { type Book } from '../book/book';
import { type Exchange } from '../engine/exchange';
import {
  BUY,
  DOUBLES,
  HIDDEN,
  INTS,
  RARE,
  SHOWN,
  SIDE_MASK,
  TRAITS,
  selfTradeOf,
} from '../order/order.layout';
import { cancelSibling, end } from './leave';
import { refill } from './rest';
import { isOwn, NONE, prevent } from './self-trade';
import { AS_TAKER, reportTrade } from './trade';

/** Why a taker phase ended. */
export const SPENT = 0;
export const NO_MAKER = 1;
export const AT_BOUND = 2;
export const BREACH = 3;

/**
 * Trades the order, whole in SHOWN, against the other side, best price and first come first (rule
 * 5.3). Its open quantity is in SHOWN afterwards.
 * @param bound worst price, ticks: Infinity or 0 for none.
 * @param low lowest price of the dynamic band; 0 for none. @param high highest; Infinity for none.
 * @returns SPENT, NO_MAKER, AT_BOUND or BREACH.
 */
export const take = (
  exchange: Exchange,
  book: Book,
  taker: number,
  bound: number,
  low: number,
  high: number,
): number => {
  const { doubles, ints } = exchange.orders;
  const traits = ints[taker * INTS + TRAITS]!;
  const buys = (traits & SIDE_MASK) === BUY;
  const { ladders } = exchange;
  const makers = buys ? book.asks : book.bids;
  const prevents = selfTradeOf(traits) !== NONE;
  for (;;) {
    const open = doubles[taker * DOUBLES + SHOWN]!;
    if (open === 0) return SPENT;
    if (ladders.isEmpty(makers)) return NO_MAKER;
    const price = ladders.bestPrice(makers);
    if (buys ? price > bound : price < bound) return AT_BOUND;
    if (price < low || price > high) return BREACH;
    const maker = ladders.first(makers);
    if (prevents && isOwn(ints, taker, maker)) {
      prevent(exchange, book, maker, taker);
      continue;
    }
    const shown = doubles[maker * DOUBLES + SHOWN]!;
    const quantity = open < shown ? open : shown;
    doubles[taker * DOUBLES + SHOWN] = open - quantity;
    doubles[maker * DOUBLES + SHOWN] = shown - quantity;
    reportTrade(exchange, book, maker, taker, price, quantity, AS_TAKER);
    if (ints[maker * INTS + RARE] !== 0) cancelSibling(exchange, book, maker);
    if (quantity === shown) {
      if (doubles[maker * DOUBLES + HIDDEN] !== 0) refill(exchange, book, maker);
      else {
        ladders.remove(makers, maker);
        end(exchange, maker);
      }
    }
  }
};
