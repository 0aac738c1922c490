import { setState } from '../auction/set-state';
import { reportCross } from '../auction/uncross';
import { crossOf } from '../auction/interest';
import { AUCTION, type Book } from '../book/book';
import { CODE, isWithin, LARGEST, LARGEST_INSTRUMENT } from '../command/command.fields';
import {
  ADVANCE,
  AMEND,
  CANCEL,
  DEFINE_INSTRUMENT,
  INDICATE,
  MASS_CANCEL,
  PLACE,
  PLACE_OCO,
  RECORD,
  REPLACE,
  SET_DEAD_MAN,
  SET_REFERENCE,
  SET_STATE,
} from '../command/command.layout';
import { setReference } from '../instrument/set-reference';
import { amendOrder } from '../intake/amend-order';
import { cancelOrder } from '../intake/cancel-order';
import { massCancel } from '../intake/mass-cancel';
import { placeOco } from '../intake/place-oco';
import { place, validId } from '../intake/place';
import { replaceOrder } from '../intake/replace-order';
import { setDeadMan } from '../intake/set-dead-man';
import { cascade } from '../matching/cascade';
import { reportRejected } from '../report/order.reports';
import { KIND } from '../report/report.layout';
import { type Exchange } from './exchange';
import { fireTimers } from './fire-timers';

/**
 * Begins a command: counts it, checks its time and fires what is due before it (rules 2.1 to 2.3).
 * Returns whether it may go on.
 */
export const beginCommand = (exchange: Exchange, isKnown: boolean, time: number): boolean => {
  const { reporter } = exchange;
  reporter.command += 1;
  let code = -1;
  if (!isKnown) code = CODE.unknown_command;
  else if (!isWithin(time, 0, LARGEST)) code = CODE.invalid_time;
  else if (time < reporter.time) code = CODE.time_reversed;
  if (code >= 0) {
    reportRejected(exchange, 0, 0, code);
    return false;
  }
  if (exchange.timers.next < time) fireTimers(exchange, time, false);
  reporter.time = time;
  return true;
};

/** Applies the encoded command at word `at`. */
export const applyRecord = (exchange: Exchange, words: Float64Array, at: number): void => {
  const kind = words[at + RECORD.head]! & 15;
  const isKnown = kind >= PLACE && kind <= ADVANCE && kind !== DEFINE_INSTRUMENT;
  if (!beginCommand(exchange, isKnown, words[at + RECORD.time]!)) return;
  if (kind === ADVANCE) {
    fireTimers(exchange, exchange.reporter.time, true);
    exchange.reporter.begin(KIND.advanced, 0);
  } else if (kind === MASS_CANCEL) massCancel(exchange, words, at);
  else if (kind === SET_DEAD_MAN) setDeadMan(exchange, words, at);
  else applyToBook(exchange, words, at, kind);
};

const applyToBook = (exchange: Exchange, words: Float64Array, at: number, kind: number): void => {
  const number = words[at + RECORD.instrument]!;
  const isNumber = isWithin(number, 1, LARGEST_INSTRUMENT);
  const book = isNumber ? exchange.books[number] : undefined;
  if (book === undefined) {
    const code = isNumber ? CODE.unknown_instrument : CODE.invalid_instrument;
    const id = kind <= PLACE_OCO ? validId(words[at + RECORD.id]!) : 0;
    reportRejected(exchange, isNumber ? number : 0, id, code);
    return;
  }
  if (kind === PLACE) place(exchange, book, words, at);
  else if (kind === CANCEL) cancelOrder(exchange, book, words, at);
  else if (kind === AMEND) amendOrder(exchange, book, words, at);
  else applyRarely(exchange, book, words, at, kind);
  if (book.waiting > 0 && book.isStirred) cascade(exchange, book);
};

const applyRarely = (
  exchange: Exchange,
  book: Book,
  words: Float64Array,
  at: number,
  kind: number,
): void => {
  if (kind === REPLACE) replaceOrder(exchange, book, words, at);
  else if (kind === PLACE_OCO) placeOco(exchange, book, words, at);
  else if (kind === SET_STATE) setState(exchange, book, words, at);
  else if (kind === SET_REFERENCE) setReference(exchange, book, words, at);
  else if (kind === INDICATE) indicate(exchange, book);
};

/** What the cross would be now (rule 10.9). */
const indicate = (exchange: Exchange, book: Book): void => {
  if (book.state === AUCTION) {
    reportCross(exchange, book, KIND.indicated, crossOf(exchange, book));
  } else reportRejected(exchange, book.number, 0, CODE.not_in_auction);
};
