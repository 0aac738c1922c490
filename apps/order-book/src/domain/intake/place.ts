import { AUCTION, type Book, TRADING } from '../book/book';
import { FINE, isWithin, LARGEST, LARGEST_ACCOUNT } from '../command/command.fields';
import { RECORD } from '../command/command.layout';
import { type Exchange } from '../engine/exchange';
import { park } from '../auction/parked';
import { rest } from '../matching/rest';
import { DECREMENT } from '../matching/self-trade';
import { enter } from '../matching/taker-phase';
import {
  ASKED_MASK,
  FIELD_MASK,
  GTC,
  HAS_RARE,
  IOC,
  MARKET,
  ON_OPEN,
  selfTradeOf,
  STP_SHIFT,
  TIF_SHIFT,
  timeInForceOf,
  TRAILING_STOP,
  typeOf,
} from '../order/order.layout';
import { reportAccepted, reportRejected } from '../report/order.reports';
import { admit } from './admit';
import { checkBand, checkMarket } from './check-market';
import { checkTerms } from './check-terms';
import { waitForTrigger } from './wait-for-trigger';

/**
 * Traits of a plain order: a limit, gtc or ioc, of either side, with or without prevention. Of the
 * rare terms it may have a display.
 */
const NOT_PLAIN = ASKED_MASK & ~(1 | (IOC << TIF_SHIFT) | (FIELD_MASK << STP_SHIFT) | HAS_RARE);

/** Whether the order's only rare term is a display that is fine (rule 4.8). */
const isClearlyIceberg = (book: Book, words: Float64Array, at: number, traits: number): boolean => {
  const quantity = words[at + RECORD.quantity]!;
  const display = words[at + RECORD.display]!;
  return (
    timeInForceOf(traits) === GTC &&
    words[at + RECORD.minQuantity] === 0 &&
    words[at + RECORD.expiresAt] === 0 &&
    words[at + RECORD.trigger] === 0 &&
    words[at + RECORD.trail] === 0 &&
    words[at + RECORD.protection] === 0 &&
    words[at + RECORD.budget] === 0 &&
    isWithin(display, 1, quantity) &&
    quantity <= display * book.maxIcebergParts
  );
};

/**
 * Whether a plain order passes every check, seen at once: most do, and those that do not, or that
 * need a closer look, go through the checks in their order.
 */
const isClearlyFine = (
  exchange: Exchange,
  book: Book,
  words: Float64Array,
  at: number,
  traits: number,
): boolean => {
  const id = words[at + RECORD.id]!;
  const price = words[at + RECORD.price]!;
  const quantity = words[at + RECORD.quantity]!;
  return (
    book.state === TRADING &&
    selfTradeOf(traits) <= DECREMENT &&
    checkBand(book, price) === FINE &&
    isWithin(id, 1, LARGEST) &&
    isWithin(words[at + RECORD.account]!, 0, LARGEST_ACCOUNT) &&
    isWithin(words[at + RECORD.group]!, 0, LARGEST_ACCOUNT) &&
    isWithin(quantity, book.minQuantity, book.maxQuantity) &&
    isWithin(price, 1, book.maxPrice) &&
    (book.minNotional === 0 || price * quantity * book.tickSize >= book.minNotional) &&
    ((traits & HAS_RARE) === 0 || isClearlyIceberg(book, words, at, traits)) &&
    exchange.index.get(id) === 0 &&
    exchange.orders.live < exchange.maxOrders
  );
};

/** Places an order (rule 4), or refuses it. */
export const place = (exchange: Exchange, book: Book, words: Float64Array, at: number): void => {
  const traits = (words[at + RECORD.head]! >> 4) & ASKED_MASK;
  if ((traits & NOT_PLAIN) === 0 && isClearlyFine(exchange, book, words, at, traits)) {
    const slot = admit(exchange, book, words, at, traits);
    reportAccepted(exchange, slot, 0);
    enter(exchange, book, slot, 0, 0);
    return;
  }
  let code = checkTerms(book, words, at, traits, exchange.reporter.time);
  if (code === FINE) code = checkMarket(exchange, book, words, at, traits);
  if (code === FINE) placeChecked(exchange, book, words, at, traits);
  else reportRejected(exchange, book.number, validId(words[at + RECORD.id]!), code);
};

/** The id as far as it is one, else 0. */
export const validId = (id: number): number => (isWithin(id, 1, LARGEST) ? id : 0);

const placeChecked = (
  exchange: Exchange,
  book: Book,
  words: Float64Array,
  at: number,
  traits: number,
): void => {
  const slot = admit(exchange, book, words, at, traits);
  const isRare = (traits & HAS_RARE) !== 0;
  const type = typeOf(traits);
  const trigger = type === TRAILING_STOP ? RECORD.trail : RECORD.trigger;
  reportAccepted(exchange, slot, isRare ? words[at + trigger]! : 0);
  if (timeInForceOf(traits) >= ON_OPEN) park(exchange, book, slot);
  else if (type > MARKET) waitForTrigger(exchange, book, slot);
  else if (book.state === AUCTION) rest(exchange, book, slot);
  else if (isRare) {
    enter(exchange, book, slot, words[at + RECORD.minQuantity]!, words[at + RECORD.budget]!);
  } else enter(exchange, book, slot, 0, 0);
};
