import { endAuction } from '../auction/uncross';
import { fireDeadMan } from '../intake/mass-cancel';
import { cascade } from '../matching/cascade';
import { expire } from '../matching/leave';
import { endLimitState } from '../matching/limit-state';
import { INSTRUMENT, INTS } from '../order/order.layout';
import { TIMER_KIND } from '../timer/timer.heap';
import { type Exchange } from './exchange';

/**
 * Fires all timers that are due before `until`, or then, too, if `inclusive`, in order; each sees
 * its own due time as the time (rules 2.2 and 2.3). Timers set by them fire in the same pass.
 */
export const fireTimers = (exchange: Exchange, until: number, inclusive: boolean): void => {
  const { timers } = exchange;
  while (timers.next < until || (inclusive && timers.next === until)) {
    const { kind, subject, due } = timers.pop();
    exchange.reporter.time = due;
    if (kind === TIMER_KIND.deadMan) fireDeadMan(exchange, subject);
    else if (kind === TIMER_KIND.order) fireExpiry(exchange, subject);
    else {
      const book = exchange.books[subject]!;
      book.timer = 0;
      if (kind === TIMER_KIND.auction) endAuction(exchange, book);
      else endLimitState(exchange, book);
      cascade(exchange, book);
    }
  }
};

const fireExpiry = (exchange: Exchange, slot: number): void => {
  const book = exchange.books[exchange.orders.ints[slot * INTS + INSTRUMENT]!]!;
  expire(exchange, book, slot);
};
