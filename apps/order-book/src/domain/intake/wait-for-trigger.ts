import { type Book, WAITING_STOPS } from '../book/book';
import { type Exchange } from '../engine/exchange';
import { index } from '../matching/rest';
import {
  INTS,
  RARE,
  SIDE_MASK,
  TRAILING_STOP,
  TRAITS,
  typeOf,
  WAITING,
} from '../order/order.layout';
import { joinQueue } from '../order/order.queue';
import { ENTRY, HANDLE, TERM_WORDS, TRIGGER } from '../order/rare-terms.pool';

/** A stop waits for its trigger (rule 7). */
export const waitForTrigger = (exchange: Exchange, book: Book, slot: number): void => {
  const entry = (book.entries += 1);
  joinStops(exchange, book, slot, entry, book.last);
};

/** @param peak best price seen by a trailing stop, ticks. */
export const joinStops = (
  exchange: Exchange,
  book: Book,
  slot: number,
  entry: number,
  peak: number,
): void => {
  index(exchange, slot);
  const { ints } = exchange.orders;
  const terms = exchange.rare.words;
  const rare = ints[slot * INTS + RARE]! * TERM_WORDS;
  const traits = (ints[slot * INTS + TRAITS]! |= WAITING);
  const stops = book.stopsOf(traits & SIDE_MASK);
  book.waiting += 1;
  book.isStirred = true;
  terms[rare + ENTRY] = entry;
  joinQueue(ints, book.aside, WAITING_STOPS, slot);
  if (typeOf(traits) === TRAILING_STOP) {
    book.trailing += 1;
    stops.trailing.add(slot, terms[rare + TRIGGER]!, entry, peak);
  } else terms[rare + HANDLE] = stops.add(slot, terms[rare + TRIGGER]!, entry);
};
