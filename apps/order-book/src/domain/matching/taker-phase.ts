import { type Book } from '../book/book';
import { type PriceBand } from '../book/price-band';
import { type Exchange } from '../engine/exchange';
import {
  BUY,
  DOUBLES,
  FOK,
  GTD,
  INTS,
  LIMIT,
  PRICE,
  RARE,
  SHOWN,
  SIDE_MASK,
  timeInForceOf,
  TRAITS,
  typeOf,
} from '../order/order.layout';
import { PROTECTION, TERM_WORDS } from '../order/rare-terms.pool';
import { isFeasible } from './feasibility';
import { cancel, end, REASON } from './leave';
import { afterPhase } from './limit-state';
import { rest } from './rest';
import { AT_BOUND, BREACH, SPENT, take } from './take';

/** The worst price at which the order may trade (rule 5.1): Infinity or 0 for none. */
const boundOf = (exchange: Exchange, book: Book, slot: number): number => {
  const { doubles, ints } = exchange.orders;
  const traits = ints[slot * INTS + TRAITS]!;
  if (typeOf(traits) === LIMIT) return doubles[slot * DOUBLES + PRICE]!;
  const buys = (traits & SIDE_MASK) === BUY;
  const rare = ints[slot * INTS + RARE]!;
  const protection = exchange.rare.words[rare * TERM_WORDS + PROTECTION]!;
  const makers = buys ? book.asks : book.bids;
  if (protection === 0 || exchange.ladders.isEmpty(makers)) return buys ? Infinity : 0;
  const best = exchange.ladders.bestPrice(makers);
  return buys ? best + protection : best - protection;
};

/** The band around the last price, or the reference (rule 9.2); neither is read without one. */
const dynamicBandOf = (book: Book): PriceBand => {
  const band = book.dynamicBand;
  return band.isOn ? band.around(book.last === 0 ? book.reference : book.last) : band;
};

/** Why the open remainder of an order that does not rest is cancelled (rule 5.4). */
const remainderReason = (traits: number, outcome: number): number => {
  if (outcome === BREACH) return REASON.price_band;
  if (typeOf(traits) === LIMIT) return REASON.ioc_remainder;
  return outcome === AT_BOUND ? REASON.protection : REASON.no_liquidity;
};

/**
 * An order that is in no queue, whole in SHOWN, meets the other side (rule 5). Afterwards it rests
 * or has ended, and the instrument may have left its state for or from the limit state.
 * @param minimum lots that must trade at once, or none do; 0: any.
 * @param budget quote minor units, see `isFeasible`; 0: any.
 */
export const enter = (
  exchange: Exchange,
  book: Book,
  slot: number,
  minimum: number,
  budget: number,
): void => {
  const { doubles, ints } = exchange.orders;
  const traits = ints[slot * INTS + TRAITS]!;
  const timeInForce = timeInForceOf(traits);
  const bound = boundOf(exchange, book, slot);
  // Fixed here: trades of this phase move the last price, but not this phase's band.
  const { low, high } = dynamicBandOf(book);
  const target = timeInForce === FOK ? doubles[slot * DOUBLES + SHOWN]! : minimum;
  if (target > 0 && !isFeasible(exchange, book, slot, target, budget, bound, low, high)) {
    const reason = timeInForce === FOK ? REASON.fok_unfilled : REASON.min_quantity;
    cancel(exchange, book, slot, reason);
    return;
  }
  const tradesBefore = book.dynamicBand.isOn ? book.trades : 0;
  const outcome = take(exchange, book, slot, bound, low, high);
  if (outcome === SPENT) end(exchange, slot);
  else if (outcome !== BREACH && typeOf(traits) === LIMIT && timeInForce <= GTD) {
    rest(exchange, book, slot);
  } else cancel(exchange, book, slot, remainderReason(traits, outcome));
  if (book.dynamicBand.isOn) {
    afterPhase(exchange, book, outcome === BREACH, book.trades > tradesBefore);
  }
};

/** Whether a post-only order at `price` would trade at once, whoever owns the other side. */
export const wouldTake = (exchange: Exchange, book: Book, side: number, price: number): boolean => {
  const { ladders } = exchange;
  const makers = book.ladderOf(1 - side);
  if (ladders.isEmpty(makers)) return false;
  const best = ladders.bestPrice(makers);
  return side === BUY ? best <= price : best >= price;
};
