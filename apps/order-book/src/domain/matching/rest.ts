import { type Book } from '../book/book';
import { type Exchange } from '../engine/exchange';
import {
  DOUBLES,
  HIDDEN,
  ID,
  INDEXED,
  INTS,
  ON_BOOK,
  RARE,
  SHOWN,
  SIDE_MASK,
  SLICE,
  TRAITS,
} from '../order/order.layout';
import { DISPLAY, TERM_WORDS } from '../order/rare-terms.pool';
import { beginOrderReport } from '../report/order.reports';
import { KIND, WORD } from '../report/report.layout';

/** Lots of the order's slice; 0: it is not an iceberg. */
export const displayOf = (exchange: Exchange, slot: number): number =>
  exchange.orders.ints[slot * INTS + SLICE]! ||
  exchange.rare.words[exchange.orders.ints[slot * INTS + RARE]! * TERM_WORDS + DISPLAY]!;

/** Makes the order findable by its id. */
export const index = (exchange: Exchange, slot: number): void => {
  const { doubles, ints } = exchange.orders;
  const traits = ints[slot * INTS + TRAITS]!;
  if ((traits & INDEXED) !== 0) return;
  exchange.index.add(doubles[slot * DOUBLES + ID]!, slot);
  ints[slot * INTS + TRAITS] = traits | INDEXED;
};

/** Puts the order, whole in SHOWN, at the back of its level (rule 6.1). */
export const rest = (exchange: Exchange, book: Book, slot: number): void => {
  const { ints } = exchange.orders;
  index(exchange, slot);
  if ((ints[slot * INTS + RARE]! | ints[slot * INTS + SLICE]!) !== 0) split(exchange, slot);
  const traits = (ints[slot * INTS + TRAITS]! |= ON_BOOK);
  exchange.ladders.append(book.ladderOf(traits & SIDE_MASK), slot);
  reportShown(exchange, KIND.rested, slot);
};

const split = (exchange: Exchange, slot: number): void => {
  const { doubles } = exchange.orders;
  const display = displayOf(exchange, slot);
  const open = doubles[slot * DOUBLES + SHOWN]!;
  if (display === 0 || display >= open) return;
  doubles[slot * DOUBLES + SHOWN] = display;
  doubles[slot * DOUBLES + HIDDEN] = open - display;
};

/** Shows the next slice of an iceberg whose shown quantity is spent. */
export const showNext = (exchange: Exchange, slot: number): void => {
  const { doubles } = exchange.orders;
  const hidden = doubles[slot * DOUBLES + HIDDEN]!;
  const slice = Math.min(displayOf(exchange, slot), hidden);
  doubles[slot * DOUBLES + SHOWN] = slice;
  doubles[slot * DOUBLES + HIDDEN] = hidden - slice;
};

/** An iceberg's next slice goes to the back of its level (rule 6.3). */
export const refill = (exchange: Exchange, book: Book, slot: number): void => {
  const ladder = book.ladderOf(exchange.orders.ints[slot * INTS + TRAITS]! & SIDE_MASK);
  exchange.ladders.remove(ladder, slot);
  showNext(exchange, slot);
  exchange.ladders.append(ladder, slot);
  reportShown(exchange, KIND.refilled, slot);
};

const reportShown = (exchange: Exchange, kind: number, slot: number): void => {
  const at = beginOrderReport(exchange, kind, slot);
  const words = exchange.reporter.buffer.words;
  words[at + WORD.quantity] = words[at + WORD.shown]!;
};
