import { AUCTION, type Book, LIMIT_STATE, REOPENING, TRADING } from '../book/book';
import { changeState } from '../book/change-state';
import { type Exchange } from '../engine/exchange';
import { type StateReason } from '../report/report';

/** What a taker phase means for the instrument's state (rule 9.3). */
export const afterPhase = (
  exchange: Exchange,
  book: Book,
  breached: boolean,
  traded: boolean,
): void => {
  if (breached && book.state === TRADING) {
    const { limitStateMs } = book.terms;
    const now = exchange.reporter.time;
    if (limitStateMs > 0) {
      changeState(exchange, book, LIMIT_STATE, 'breach', 0, now + limitStateMs);
    } else if (book.terms.pauseMs > 0) pause(exchange, book, 'breach');
  } else if (!breached && traded && book.state === LIMIT_STATE) {
    changeState(exchange, book, TRADING, 'resolved');
  }
};

/** The limit state's time is up. */
export const endLimitState = (exchange: Exchange, book: Book): void => {
  if (book.terms.pauseMs > 0) pause(exchange, book, 'unresolved');
  else changeState(exchange, book, TRADING, 'unresolved');
};

const pause = (exchange: Exchange, book: Book, reason: StateReason): void => {
  const endsAt = exchange.reporter.time + book.terms.pauseMs;
  changeState(exchange, book, AUCTION, reason, REOPENING, endsAt);
};
