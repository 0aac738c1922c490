import { type Book } from '../book/book';
import { type Exchange } from '../engine/exchange';
import {
  BUY,
  DOUBLES,
  HIDDEN,
  INTS,
  NEXT,
  PRICE,
  SHOWN,
  SIDE_MASK,
  TRAITS,
  selfTradeOf,
} from '../order/order.layout';
import { isOwn, NONE, OLDEST } from './self-trade';

/** Whether an own order was met on the level, behind which the taker would not get. */
interface Level {
  available: number;
  ends: boolean;
}

/**
 * Lots that the taker could trade at the level that begins with `first`, up to `wanted`: hidden
 * ones count, unless an own order stands in the level, which the taker meets before any refill.
 */
const levelFor = (exchange: Exchange, taker: number, first: number, mode: number): Level => {
  const { doubles, ints } = exchange.orders;
  let shown = 0;
  let hidden = 0;
  for (let slot = first; slot !== 0; slot = ints[slot * INTS + NEXT]!) {
    if (mode !== NONE && isOwn(ints, taker, slot)) {
      if (mode === OLDEST) continue;
      return { available: shown, ends: true };
    }
    shown += doubles[slot * DOUBLES + SHOWN]!;
    hidden += doubles[slot * DOUBLES + HIDDEN]!;
  }
  return { available: shown + hidden, ends: false };
};

/**
 * Whether `target` lots of the taker could trade now within the bound, the band and the budget
 * (rule 5.2). Changes nothing.
 * @param budget quote minor units: at most for a buy, at least for a sell; 0: any.
 */
export const isFeasible = (
  exchange: Exchange,
  book: Book,
  taker: number,
  target: number,
  budget: number,
  bound: number,
  low: number,
  high: number,
): boolean => {
  const { doubles, ints } = exchange.orders;
  const traits = ints[taker * INTS + TRAITS]!;
  const buys = (traits & SIDE_MASK) === BUY;
  const { ladders } = exchange;
  const makers = buys ? book.asks : book.bids;
  const mode = selfTradeOf(traits);
  let wanted = target;
  let notional = 0;
  for (let first = ladders.first(makers); first !== 0;) {
    const price = doubles[first * DOUBLES + PRICE]!;
    if ((buys ? price > bound : price < bound) || price < low || price > high) break;
    const level = levelFor(exchange, taker, first, mode);
    const quantity = Math.min(wanted, level.available);
    wanted -= quantity;
    notional += price * quantity * book.tickSize;
    if (wanted === 0) break;
    if (level.ends) return false;
    first = ladders.firstBeyond(makers, price);
  }
  if (wanted > 0) return false;
  return budget === 0 || (buys ? notional <= budget : notional >= budget);
};
