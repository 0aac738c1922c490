import { type Book } from '../book/book';
import { CODE, isWithin, LARGEST } from '../command/command.fields';
import { RECORD } from '../command/command.layout';
import { type Exchange } from '../engine/exchange';
import { reportRejected } from '../report/order.reports';
import { KIND, WORD } from '../report/report.layout';

/** Sets the price around which the static band lies (rule 3.3); 0: none. */
export const setReference = (
  exchange: Exchange,
  book: Book,
  words: Float64Array,
  at: number,
): void => {
  const price = words[at + RECORD.price]!;
  if (!isWithin(price, 0, LARGEST)) {
    reportRejected(exchange, book.number, 0, CODE.invalid_price);
  } else if (price > book.maxPrice) {
    reportRejected(exchange, book.number, 0, CODE.price_too_high);
  } else {
    book.reference = price;
    const report = exchange.reporter.begin(KIND.reference_set, book.number);
    exchange.reporter.buffer.words[report + WORD.price] = price;
  }
};
