import { AUCTION, type Book, CLOSED, LIMIT_STATE, TRADING } from '../book/book';
import { changeState } from '../book/change-state';
import { CODE, FINE, isWithin, LARGEST } from '../command/command.fields';
import { RECORD } from '../command/command.layout';
import { type Exchange } from '../engine/exchange';
import { reportRejected } from '../report/order.reports';
import { joinAuction } from './parked';
import { uncross } from './uncross';

const check = (exchange: Exchange, book: Book, words: Float64Array, at: number): number => {
  const state = words[at + RECORD.state]!;
  const auction = words[at + RECORD.auction]!;
  const endsAt = words[at + RECORD.endsAt]!;
  const isAuction = state === AUCTION;
  if (!isWithin(state, TRADING, CLOSED) || state === LIMIT_STATE) return CODE.invalid_state;
  if (isAuction ? !isWithin(auction, 1, 3) : auction !== 0) return CODE.invalid_auction;
  const isTime = endsAt === 0 || (isAuction && endsAt > exchange.reporter.time);
  if (!isWithin(endsAt, 0, LARGEST) || !isTime) return CODE.invalid_ends_at;
  if (state === book.state) return CODE.state_unchanged;
  const leaves = state === TRADING || state === CLOSED;
  if (book.state === AUCTION && !leaves) return CODE.transition_not_allowed;
  return FINE;
};

/** An operator's change of state (rule 10.2). */
export const setState = (exchange: Exchange, book: Book, words: Float64Array, at: number): void => {
  const code = check(exchange, book, words, at);
  if (code !== FINE) {
    reportRejected(exchange, book.number, 0, code);
    return;
  }
  const state = words[at + RECORD.state]!;
  const auction = words[at + RECORD.auction]!;
  if (book.state === AUCTION) uncross(exchange, book, state, 'requested');
  else {
    changeState(exchange, book, state, 'requested', auction, words[at + RECORD.endsAt]);
    joinAuction(exchange, book);
  }
};
