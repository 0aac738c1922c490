import { type Book } from '../book/book';
import { CODE } from '../command/command.fields';
import { MODE_SHIFT, RECORD } from '../command/command.layout';
import { type Exchange } from '../engine/exchange';
import { REASON } from '../matching/leave';
import { reportRejected } from '../report/order.reports';
import { cancelById } from './cancel-order';
import { place, validId } from './place';

/** Replace modes by their place in REPLACE_MODES. */
const ALLOW_FAILURE = 1;

/** Cancels one order and places another (rule 6.9). */
export const replaceOrder = (
  exchange: Exchange,
  book: Book,
  words: Float64Array,
  at: number,
): void => {
  const mode = words[at + RECORD.head]! >> MODE_SHIFT;
  if (mode > ALLOW_FAILURE) {
    const id = validId(words[at + RECORD.id]!);
    reportRejected(exchange, book.number, id, CODE.invalid_replace_mode);
    return;
  }
  const isCancelled = cancelById(exchange, book, words[at + RECORD.cancelId]!, REASON.replaced);
  if (isCancelled || mode === ALLOW_FAILURE) place(exchange, book, words, at);
};
