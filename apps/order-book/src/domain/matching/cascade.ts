import { type Book } from '../book/book';
import { isMatching } from '../book/change-state';
import { type Exchange } from '../engine/exchange';
import {
  DOUBLES,
  FIELD_MASK,
  INTS,
  IOC,
  LIMIT,
  MARKET,
  POST_ONLY,
  PRICE,
  RARE,
  SELL,
  SIDE_MASK,
  STOP_LIMIT,
  TIF_SHIFT,
  TRAILING_STOP,
  TRAITS,
  TYPE_SHIFT,
  typeOf,
} from '../order/order.layout';
import { TERM_WORDS, TRIGGER } from '../order/rare-terms.pool';
import { beginOrderReport } from '../report/order.reports';
import { KIND, WORD } from '../report/report.layout';
import { cancel, cancelSibling, REASON, withdraw } from './leave';
import { enter, wouldTake } from './taker-phase';

/** Activates stops until none is eligible or matching has stopped (rule 7.3). */
export const cascade = (exchange: Exchange, book: Book): void => {
  while (book.waiting > 0 && book.last !== 0 && isMatching(book)) {
    const buy = book.buyStops.eligible(book.last);
    const slot = buy === 0 ? book.sellStops.eligible(book.last) : buy;
    if (slot === 0) {
      book.isStirred = false;
      return;
    }
    activate(exchange, book, slot);
  }
};

/** Where the stop triggers, ticks; of a trailing one: as it stands now. */
const triggerOf = (exchange: Exchange, book: Book, slot: number): number => {
  const traits = exchange.orders.ints[slot * INTS + TRAITS]!;
  const rare = exchange.orders.ints[slot * INTS + RARE]!;
  const trigger = exchange.rare.words[rare * TERM_WORDS + TRIGGER]!;
  if (typeOf(traits) !== TRAILING_STOP) return trigger;
  const side = traits & SIDE_MASK;
  const peak = book.stopsOf(side).trailing.peakOf(slot);
  return side === SELL ? peak - trigger : peak + trigger;
};

const activate = (exchange: Exchange, book: Book, slot: number): void => {
  const { doubles, ints } = exchange.orders;
  const at = beginOrderReport(exchange, KIND.triggered, slot);
  const words = exchange.reporter.buffer.words;
  words[at + WORD.trigger] = triggerOf(exchange, book, slot);
  words[at + WORD.lastPrice] = book.last;
  withdraw(exchange, book, slot);
  cancelSibling(exchange, book, slot);
  const traits = ints[slot * INTS + TRAITS]!;
  const side = traits & SIDE_MASK;
  if (typeOf(traits) === STOP_LIMIT) {
    ints[slot * INTS + TRAITS] = (traits & ~(FIELD_MASK << TYPE_SHIFT)) | (LIMIT << TYPE_SHIFT);
    const price = doubles[slot * DOUBLES + PRICE]!;
    if ((traits & POST_ONLY) !== 0 && wouldTake(exchange, book, side, price)) {
      cancel(exchange, book, slot, REASON.post_only_would_take);
      return;
    }
  } else {
    const kept = traits & ~((FIELD_MASK << TYPE_SHIFT) | (FIELD_MASK << TIF_SHIFT));
    ints[slot * INTS + TRAITS] = kept | (MARKET << TYPE_SHIFT) | (IOC << TIF_SHIFT);
  }
  enter(exchange, book, slot, 0, 0);
};
