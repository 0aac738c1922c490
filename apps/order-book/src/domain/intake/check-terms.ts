import { type Book } from '../book/book';
import { CODE, FINE, isWithin, LARGEST, LARGEST_ACCOUNT } from '../command/command.fields';
import { RECORD } from '../command/command.layout';
import {
  GTC,
  GTD,
  IOC,
  FOK,
  ON_CLOSE,
  ON_OPEN,
  HAS_RARE,
  LIMIT,
  MARKET,
  POST_ONLY,
  POST_SHIFT,
  selfTradeOf,
  SIDE_MASK,
  STOP,
  STOP_LIMIT,
  tierOf,
  timeInForceOf,
  TRAILING_STOP,
  typeOf,
} from '../order/order.layout';
import { TIERS } from '../fee/fee';
import { DECREMENT } from '../matching/self-trade';

const bits = (...codes: number[]): number => codes.reduce((mask, code) => mask | (1 << code), 0);

/** Times in force that go with each type, as bits (rule 4.2). */
const ALLOWED_TIF: readonly number[] = [
  bits(GTC, GTD, IOC, FOK, ON_OPEN, ON_CLOSE),
  bits(IOC, FOK, ON_OPEN, ON_CLOSE),
  bits(GTC, GTD),
  bits(GTC, GTD, IOC, FOK),
  bits(GTC, GTD),
];

/** Who orders, on which side, for how long (rules 4.1 and 4.2, up to the order's type). */
export const checkTraits = (words: Float64Array, at: number, traits: number): number => {
  if (!isWithin(words[at + RECORD.id]!, 1, LARGEST)) return CODE.invalid_order_id;
  if (!isWithin(words[at + RECORD.account]!, 0, LARGEST_ACCOUNT)) return CODE.invalid_account;
  if (!isWithin(words[at + RECORD.group]!, 0, LARGEST_ACCOUNT)) return CODE.invalid_group;
  if ((traits & SIDE_MASK) > 1) return CODE.invalid_side;
  const type = typeOf(traits);
  const timeInForce = timeInForceOf(traits);
  if (type > TRAILING_STOP) return CODE.invalid_type;
  if (timeInForce > ON_CLOSE) return CODE.invalid_time_in_force;
  if (selfTradeOf(traits) > DECREMENT) return CODE.invalid_stp;
  if (tierOf(traits) >= TIERS) return CODE.invalid_tier;
  if (((traits >> POST_SHIFT) & SIDE_MASK) > 1) return CODE.invalid_post_only;
  if ((ALLOWED_TIF[type]! & (1 << timeInForce)) === 0) return CODE.time_in_force_not_allowed;
  return FINE;
};

/** @param quantity lots (rule 4.3). */
export const checkQuantity = (book: Book, quantity: number): number => {
  if (!isWithin(quantity, 1, LARGEST)) return CODE.invalid_quantity;
  if (quantity < book.minQuantity) return CODE.quantity_too_small;
  if (quantity > book.maxQuantity) return CODE.quantity_too_large;
  return FINE;
};

/** @param price ticks, of an order that has one (rule 4.4). */
export const checkPrice = (book: Book, price: number): number => {
  if (!isWithin(price, 1, LARGEST)) return CODE.invalid_price;
  return price > book.maxPrice ? CODE.price_too_high : FINE;
};

const hasPrice = (type: number): boolean => type === LIMIT || type === STOP_LIMIT;

/** Price, trigger and trail (rules 4.4 to 4.6). */
const checkPrices = (book: Book, words: Float64Array, at: number, traits: number): number => {
  const type = typeOf(traits);
  const price = words[at + RECORD.price]!;
  if (hasPrice(type)) {
    const code = checkPrice(book, price);
    if (code !== FINE) return code;
  } else {
    if (!isWithin(price, 0, LARGEST)) return CODE.invalid_price;
    if (price !== 0) return CODE.price_not_allowed;
  }
  const isRare = (traits & HAS_RARE) !== 0;
  const trigger = isRare ? words[at + RECORD.trigger]! : 0;
  const trail = isRare ? words[at + RECORD.trail]! : 0;
  if (type === STOP || type === STOP_LIMIT) {
    if (!isWithin(trigger, 1, book.maxPrice)) return CODE.invalid_trigger;
  } else if (trigger !== 0) return CODE.trigger_not_allowed;
  if (type === TRAILING_STOP) {
    if (!isWithin(trail, 1, book.maxPrice)) return CODE.invalid_trail;
  } else if (trail !== 0) return CODE.trail_not_allowed;
  return FINE;
};

/** Display, minimum, protection, budget and expiry (rules 4.8 to 4.12). */
const checkRare = (
  book: Book,
  words: Float64Array,
  at: number,
  traits: number,
  time: number,
): number => {
  const type = typeOf(traits);
  const timeInForce = timeInForceOf(traits);
  const rests = hasPrice(type) && timeInForce <= GTD;
  const quantity = words[at + RECORD.quantity]!;
  const display = words[at + RECORD.display]!;
  if (!isWithin(display, 0, quantity)) return CODE.invalid_display;
  if (display !== 0 && !rests) return CODE.display_not_allowed;
  const parts = Math.ceil(quantity / display);
  if (display !== 0 && parts > book.maxIcebergParts) return CODE.too_many_iceberg_parts;
  const minimum = words[at + RECORD.minQuantity]!;
  if (!isWithin(minimum, 0, quantity)) return CODE.invalid_min_quantity;
  const mayHaveMinimum = type === LIMIT && timeInForce <= IOC && (traits & POST_ONLY) === 0;
  if (minimum !== 0 && !mayHaveMinimum) return CODE.min_quantity_not_allowed;
  const protection = words[at + RECORD.protection]!;
  if (!isWithin(protection, 0, book.maxPrice)) return CODE.invalid_protection;
  const mayBeProtected =
    (type === MARKET && timeInForce === IOC) || type === STOP || type === TRAILING_STOP;
  if (protection !== 0 && !mayBeProtected) return CODE.protection_not_allowed;
  const budget = words[at + RECORD.budget]!;
  if (!isWithin(budget, 0, LARGEST)) return CODE.invalid_budget;
  const isFillOrKill = type === MARKET && timeInForce === FOK;
  if (budget !== 0 && !isFillOrKill) return CODE.budget_not_allowed;
  const expiresAt = words[at + RECORD.expiresAt]!;
  const isGtd = timeInForce === GTD;
  const isMissing = isGtd && expiresAt === 0;
  if (!isWithin(expiresAt, 0, LARGEST) || isMissing) return CODE.invalid_expiry;
  if (expiresAt !== 0 && !isGtd) return CODE.expiry_not_allowed;
  return isGtd && expiresAt <= time ? CODE.already_expired : FINE;
};

/** The order's form: everything that needs no look at the book (rules 4.1 to 4.13). */
export const checkTerms = (
  book: Book,
  words: Float64Array,
  at: number,
  traits: number,
  time: number,
): number => {
  let code = checkTraits(words, at, traits);
  if (code !== FINE) return code;
  const quantity = words[at + RECORD.quantity]!;
  code = checkQuantity(book, quantity);
  if (code !== FINE) return code;
  code = checkPrices(book, words, at, traits);
  if (code !== FINE) return code;
  const type = typeOf(traits);
  const mayBePassive = hasPrice(type) && timeInForceOf(traits) <= GTD;
  if ((traits & POST_ONLY) !== 0 && !mayBePassive) return CODE.post_only_not_allowed;
  if ((traits & HAS_RARE) !== 0) code = checkRare(book, words, at, traits, time);
  else if (timeInForceOf(traits) === GTD) code = CODE.invalid_expiry;
  if (code !== FINE) return code;
  const notional = words[at + RECORD.price]! * quantity * book.tickSize;
  return hasPrice(type) && notional < book.minNotional ? CODE.notional_too_small : FINE;
};
