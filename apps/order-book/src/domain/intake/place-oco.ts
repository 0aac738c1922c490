import { type Book } from '../book/book';
import { CODE, FINE, isWithin, LARGEST } from '../command/command.fields';
import { RECORD } from '../command/command.layout';
import { type Exchange } from '../engine/exchange';
import { rest } from '../matching/rest';
import { wouldTake } from '../matching/taker-phase';
import {
  BUY,
  DOUBLES,
  FIELD_MASK,
  HAS_RARE,
  ID,
  INTS,
  MARKET,
  POST_ONLY,
  PRICE,
  RARE,
  SIDE_MASK,
  STOP,
  STOP_LIMIT,
  STP_SHIFT,
  TIER_MASK,
  TIER_SHIFT,
  TIF_SHIFT,
  TRAITS,
  TYPE_SHIFT,
  IOC,
} from '../order/order.layout';
import { SIBLING, TERM_WORDS, TRIGGER } from '../order/rare-terms.pool';
import { reportAccepted, reportRejected } from '../report/order.reports';
import { admit } from './admit';
import { checkBand, checkRoom, checkState, checkTrigger } from './check-market';
import { checkPrice, checkQuantity, checkTraits } from './check-terms';
import { validId } from './place';
import { waitForTrigger } from './wait-for-trigger';

/** A market order's traits: an OCO is taken in the states that take one (rule 7.5). */
const AS_MARKET = (MARKET << TYPE_SHIFT) | (IOC << TIF_SHIFT);

/** What a leg takes over from the head: side, self-trade prevention and fee tier. */
const LEG_MASK = SIDE_MASK | (FIELD_MASK << STP_SHIFT) | (TIER_MASK << TIER_SHIFT);

/** Form of both legs (rule 7.5, up to the notional). */
const checkLegs = (book: Book, words: Float64Array, at: number, traits: number): number => {
  const price = words[at + RECORD.price]!;
  const trigger = words[at + RECORD.trigger]!;
  const stopPrice = words[at + RECORD.stopPrice]!;
  const quantity = words[at + RECORD.quantity]!;
  if (!isWithin(words[at + RECORD.id]!, 1, LARGEST)) return CODE.invalid_order_id;
  if (!isWithin(words[at + RECORD.stopId]!, 1, LARGEST)) return CODE.invalid_order_id;
  let code = checkTraits(words, at, traits);
  if (code === FINE) code = checkQuantity(book, quantity);
  if (code === FINE) code = checkPrice(book, price);
  if (code !== FINE) return code;
  if (!isWithin(trigger, 1, book.maxPrice)) return CODE.invalid_trigger;
  if (stopPrice !== 0) code = checkPrice(book, stopPrice);
  if (code !== FINE) return code;
  const isBuy = (traits & SIDE_MASK) === BUY;
  if (isBuy ? price >= trigger : price <= trigger) return CODE.invalid_oco_prices;
  const lowest = stopPrice === 0 ? price : Math.min(price, stopPrice);
  return lowest * quantity * book.tickSize < book.minNotional ? CODE.notional_too_small : FINE;
};

/** Both legs against the book as it stands (rule 7.5, from the state). */
const checkBook = (
  exchange: Exchange,
  book: Book,
  words: Float64Array,
  at: number,
  side: number,
): number => {
  const id = words[at + RECORD.id]!;
  const stopId = words[at + RECORD.stopId]!;
  const price = words[at + RECORD.price]!;
  const stopPrice = words[at + RECORD.stopPrice]!;
  let code = checkState(book, AS_MARKET, 0);
  if (code !== FINE) return code;
  const isLive = exchange.index.get(id) !== 0 || exchange.index.get(stopId) !== 0;
  if (isLive || id === stopId) return CODE.duplicate_order_id;
  code = checkRoom(exchange, 2);
  if (code === FINE) code = checkBand(book, price);
  if (code === FINE && stopPrice !== 0) code = checkBand(book, stopPrice);
  if (code === FINE) code = checkTrigger(book, side, words[at + RECORD.trigger]!);
  if (code !== FINE) return code;
  return wouldTake(exchange, book, side, price) ? CODE.post_only_would_take : FINE;
};

/** Places a limit order and a stop, of which one's trade or end cancels the other (rule 7.5). */
export const placeOco = (exchange: Exchange, book: Book, words: Float64Array, at: number): void => {
  const traits = ((words[at + RECORD.head]! >> 4) & LEG_MASK) | HAS_RARE;
  const side = traits & SIDE_MASK;
  let code = checkLegs(book, words, at, traits & ~HAS_RARE);
  if (code === FINE) code = checkBook(exchange, book, words, at, side);
  if (code !== FINE) {
    reportRejected(exchange, book.number, validId(words[at + RECORD.id]!), code);
    return;
  }
  const limit = admitLeg(exchange, book, words, at, traits | POST_ONLY);
  const stopPrice = words[at + RECORD.stopPrice]!;
  const type = stopPrice === 0 ? STOP : STOP_LIMIT;
  const stop = admitLeg(exchange, book, words, at, traits | (type << TYPE_SHIFT));
  const { doubles, ints } = exchange.orders;
  const terms = exchange.rare.words;
  const ofLimit = ints[limit * INTS + RARE]! * TERM_WORDS;
  const ofStop = ints[stop * INTS + RARE]! * TERM_WORDS;
  terms[ofLimit + TRIGGER] = 0;
  terms[ofLimit + SIBLING] = stop;
  terms[ofStop + SIBLING] = limit;
  doubles[stop * DOUBLES + ID] = words[at + RECORD.stopId]!;
  doubles[stop * DOUBLES + PRICE] = stopPrice;
  reportAccepted(exchange, limit, 0);
  reportAccepted(exchange, stop, words[at + RECORD.trigger]!);
  waitForTrigger(exchange, book, stop);
  rest(exchange, book, limit);
};

/** A leg has none of the words that an OCO uses for its stop. */
const admitLeg = (
  exchange: Exchange,
  book: Book,
  words: Float64Array,
  at: number,
  traits: number,
): number => {
  const slot = admit(exchange, book, words, at, traits & ~HAS_RARE);
  const { ints } = exchange.orders;
  ints[slot * INTS + TRAITS] = traits;
  ints[slot * INTS + RARE] = exchange.rare.take();
  exchange.rare.words[rareOf(exchange, slot) + TRIGGER] = words[at + RECORD.trigger]!;
  return slot;
};

const rareOf = (exchange: Exchange, slot: number): number =>
  exchange.orders.ints[slot * INTS + RARE]! * TERM_WORDS;
