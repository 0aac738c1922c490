import { type Exchange } from '../engine/exchange';
import { STATE_REASONS, type StateReason } from '../report/report';
import { KIND, WORD } from '../report/report.layout';
import { TIMER_KIND } from '../timer/timer.heap';
import { AUCTION, type Book, LIMIT_STATE } from './book';

/**
 * Moves the instrument to a state; the timer of the one it leaves is gone.
 * @param auction kind, 0 outside of auctions.
 * @param endsAt when the new state ends by itself, ms; 0: not by itself.
 */
export const changeState = (
  exchange: Exchange,
  book: Book,
  to: number,
  reason: StateReason,
  auction = 0,
  endsAt = 0,
): void => {
  if (book.timer !== 0) exchange.timers.cancel(book.timer);
  const at = exchange.reporter.begin(KIND.state_changed, book.number);
  const words = exchange.reporter.buffer.words;
  words[at + WORD.from] = book.state;
  words[at + WORD.to] = to;
  words[at + WORD.reason] = STATE_REASONS.indexOf(reason);
  words[at + WORD.auction] = auction;
  words[at + WORD.endsAt] = to === AUCTION ? endsAt : 0;
  book.state = to;
  book.isStirred = true;
  book.auction = auction;
  book.endsAt = endsAt;
  book.timer = 0;
  if (endsAt === 0) return;
  const kind = to === AUCTION ? TIMER_KIND.auction : TIMER_KIND.limitState;
  book.timer = exchange.timers.set(kind, book.number, endsAt);
};

export const isMatching = (book: Book): boolean => book.state <= LIMIT_STATE;
