import { AUCTION, type Book } from '../book/book';
import { isMatching } from '../book/change-state';
import { CODE, FINE, isWithin, LARGEST } from '../command/command.fields';
import { RECORD } from '../command/command.layout';
import { type Exchange } from '../engine/exchange';
import { siblingOf, withdraw } from '../matching/leave';
import { displayOf, rest } from '../matching/rest';
import { enter, wouldTake } from '../matching/taker-phase';
import {
  DOUBLES,
  HIDDEN,
  INTS,
  ON_BOOK,
  ON_OPEN,
  POST_ONLY,
  PRICE,
  SHOWN,
  SIDE_MASK,
  timeInForceOf,
  TRAITS,
} from '../order/order.layout';
import { beginOrderReport, reportRejected } from '../report/order.reports';
import { KIND, WORD } from '../report/report.layout';
import { slotOf } from './cancel-order';
import { checkBand, checkState } from './check-market';
import { checkPrice, checkQuantity } from './check-terms';
import { validId } from './place';

/** The amendment's own terms (rule 6.4, up to the state). */
const checkAmendment = (book: Book, id: number, price: number, quantity: number): number => {
  if (!isWithin(id, 1, LARGEST)) return CODE.invalid_order_id;
  let code = checkQuantity(book, quantity);
  if (code === FINE) code = checkPrice(book, price);
  if (code !== FINE) return code;
  if (price * quantity * book.tickSize < book.minNotional) return CODE.notional_too_small;
  return checkState(book, 0, 0);
};

/** The amendment against the order as it stands (rule 6.4, from `order_not_amendable`). */
const checkTarget = (
  exchange: Exchange,
  book: Book,
  slot: number,
  price: number,
  quantity: number,
): number => {
  const { ints } = exchange.orders;
  const traits = ints[slot * INTS + TRAITS]!;
  const isForCross = timeInForceOf(traits) >= ON_OPEN;
  const isLeg = siblingOf(exchange, slot) !== 0;
  if ((traits & ON_BOOK) === 0 || isForCross || isLeg) return CODE.order_not_amendable;
  const display = displayOf(exchange, slot);
  const parts = Math.ceil(quantity / display);
  if (display !== 0 && parts > book.maxIcebergParts) return CODE.too_many_iceberg_parts;
  const code = checkBand(book, price);
  if (code !== FINE) return code;
  const mustBePassive = (traits & POST_ONLY) !== 0 && isMatching(book);
  return mustBePassive && wouldTake(exchange, book, traits & SIDE_MASK, price)
    ? CODE.post_only_would_take
    : FINE;
};

/** Sets an order's price and open quantity (rules 6.4 to 6.6). */
export const amendOrder = (
  exchange: Exchange,
  book: Book,
  words: Float64Array,
  at: number,
): void => {
  const id = words[at + RECORD.id]!;
  const price = words[at + RECORD.price]!;
  const quantity = words[at + RECORD.quantity]!;
  let code = checkAmendment(book, id, price, quantity);
  const slot = code === FINE ? slotOf(exchange, book, id) : 0;
  if (code === FINE && slot === 0) code = CODE.unknown_order;
  if (code === FINE) code = checkTarget(exchange, book, slot, price, quantity);
  if (code !== FINE) {
    reportRejected(exchange, book.number, validId(id), code);
    return;
  }
  const { doubles } = exchange.orders;
  const open = doubles[slot * DOUBLES + SHOWN]! + doubles[slot * DOUBLES + HIDDEN]!;
  const isReduction = price === doubles[slot * DOUBLES + PRICE] && quantity <= open;
  if (isReduction && book.keepsPriority) reduce(exchange, slot, quantity, open);
  else replace(exchange, book, slot, price, quantity, open);
};

/** Less of the same order keeps its place; an iceberg loses hidden quantity first (rule 6.5). */
const reduce = (exchange: Exchange, slot: number, quantity: number, open: number): void => {
  const { doubles } = exchange.orders;
  const shown = Math.min(doubles[slot * DOUBLES + SHOWN]!, quantity);
  doubles[slot * DOUBLES + SHOWN] = shown;
  doubles[slot * DOUBLES + HIDDEN] = quantity - shown;
  const at = beginOrderReport(exchange, KIND.replaced, slot);
  const words = exchange.reporter.buffer.words;
  words[at + WORD.kept] = 1;
  words[at + WORD.oldPrice] = doubles[slot * DOUBLES + PRICE]!;
  words[at + WORD.oldQuantity] = open;
};

/** Anything else leaves the book and enters anew (rule 6.6). */
const replace = (
  exchange: Exchange,
  book: Book,
  slot: number,
  price: number,
  quantity: number,
  open: number,
): void => {
  const { doubles } = exchange.orders;
  const oldPrice = doubles[slot * DOUBLES + PRICE]!;
  withdraw(exchange, book, slot);
  doubles[slot * DOUBLES + PRICE] = price;
  doubles[slot * DOUBLES + SHOWN] = quantity;
  doubles[slot * DOUBLES + HIDDEN] = 0;
  const at = beginOrderReport(exchange, KIND.replaced, slot);
  const words = exchange.reporter.buffer.words;
  words[at + WORD.shown] = 0;
  words[at + WORD.kept] = 0;
  words[at + WORD.oldPrice] = oldPrice;
  words[at + WORD.oldQuantity] = open;
  if (book.state === AUCTION) rest(exchange, book, slot);
  else enter(exchange, book, slot, 0, 0);
};
