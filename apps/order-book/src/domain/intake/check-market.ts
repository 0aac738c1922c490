import { type Book, CANCEL_ONLY, CLOSED, HALT } from '../book/book';
import { isMatching } from '../book/change-state';
import { CODE, FINE } from '../command/command.fields';
import { RECORD } from '../command/command.layout';
import { type Exchange } from '../engine/exchange';
import { wouldTake } from '../matching/taker-phase';
import {
  BUY,
  GTD,
  HAS_RARE,
  LIMIT,
  MARKET,
  ON_OPEN,
  POST_ONLY,
  SIDE_MASK,
  STOP,
  STOP_LIMIT,
  timeInForceOf,
  TRAILING_STOP,
  typeOf,
} from '../order/order.layout';

/** Whether the instrument's state takes such an order (rule 10.1). */
export const checkState = (book: Book, traits: number, minimum: number): number => {
  if (isMatching(book)) return FINE;
  const forCross = timeInForceOf(traits) >= ON_OPEN;
  if (book.state === CLOSED) return forCross ? FINE : CODE.instrument_closed;
  if (book.state === HALT) return CODE.instrument_halted;
  if (book.state === CANCEL_ONLY) return CODE.instrument_cancel_only;
  const type = typeOf(traits);
  if (forCross || (type !== LIMIT && type !== MARKET)) return FINE;
  const rests = type === LIMIT && timeInForceOf(traits) <= GTD;
  const isPassive = (traits & POST_ONLY) !== 0;
  return rests && !isPassive && minimum === 0 ? FINE : CODE.not_allowed_in_auction;
};

/** Whether a price is within the static band (rule 9.1). */
export const checkBand = (book: Book, price: number): number => {
  const band = book.staticBand;
  if (!band.isOn) return FINE;
  const { low, high } = band.around(book.reference);
  return price >= low && price <= high ? FINE : CODE.price_outside_band;
};

/** Whether the last price has not reached a stop's trigger yet (rule 4.17). */
export const checkTrigger = (book: Book, side: number, trigger: number): number => {
  if (book.last === 0) return FINE;
  const isReached = side === BUY ? book.last >= trigger : book.last <= trigger;
  return isReached ? CODE.stop_would_trigger : FINE;
};

/** Whether there is room for `count` more orders (rule 4.15). */
export const checkRoom = (exchange: Exchange, count: number): number =>
  exchange.orders.live + count > exchange.maxOrders ? CODE.too_many_orders : FINE;

/** The order against the book as it stands (rules 4.14 to 4.18); its terms are fine. */
export const checkMarket = (
  exchange: Exchange,
  book: Book,
  words: Float64Array,
  at: number,
  traits: number,
): number => {
  const type = typeOf(traits);
  const price = words[at + RECORD.price]!;
  const isRare = (traits & HAS_RARE) !== 0;
  let code = checkState(book, traits, isRare ? words[at + RECORD.minQuantity]! : 0);
  if (code !== FINE) return code;
  if (exchange.index.get(words[at + RECORD.id]!) !== 0) return CODE.duplicate_order_id;
  code = checkRoom(exchange, 1);
  if (code !== FINE) return code;
  if (price !== 0) code = checkBand(book, price);
  if (code !== FINE) return code;
  if (type === TRAILING_STOP && book.last === 0) return CODE.no_last_price;
  if (type === STOP || type === STOP_LIMIT) {
    return checkTrigger(book, traits & SIDE_MASK, words[at + RECORD.trigger]!);
  }
  const mustBePassive = type === LIMIT && (traits & POST_ONLY) !== 0;
  if (mustBePassive && isMatching(book) && wouldTake(exchange, book, traits & SIDE_MASK, price)) {
    return CODE.post_only_would_take;
  }
  return FINE;
};
