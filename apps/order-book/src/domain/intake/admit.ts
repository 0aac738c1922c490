import { type Book } from '../book/book';
import { RECORD } from '../command/command.layout';
import { type Exchange } from '../engine/exchange';
import {
  ACCOUNT,
  DOUBLES,
  GROUP,
  GTC,
  GTD,
  HAS_RARE,
  HIDDEN,
  ID,
  INSTRUMENT,
  INTS,
  LARGEST_SLICE,
  LIMIT,
  PRICE,
  RARE,
  SHOWN,
  SLICE,
  timeInForceOf,
  TRAILING_STOP,
  TRAITS,
  typeOf,
} from '../order/order.layout';
import { DISPLAY, PROTECTION, TERM_WORDS, TIMER, TRIGGER } from '../order/rare-terms.pool';
import { TIMER_KIND } from '../timer/timer.heap';

/** Makes a live order, in no queue yet, of a record that passed the checks; returns its slot. */
export const admit = (
  exchange: Exchange,
  book: Book,
  words: Float64Array,
  at: number,
  traits: number,
): number => {
  const slot = exchange.orders.take();
  const { doubles, ints } = exchange.orders;
  doubles[slot * DOUBLES + ID] = words[at + RECORD.id]!;
  doubles[slot * DOUBLES + PRICE] = words[at + RECORD.price]!;
  doubles[slot * DOUBLES + SHOWN] = words[at + RECORD.quantity]!;
  doubles[slot * DOUBLES + HIDDEN] = 0;
  ints[slot * INTS + TRAITS] = traits;
  ints[slot * INTS + ACCOUNT] = words[at + RECORD.account]!;
  ints[slot * INTS + GROUP] = words[at + RECORD.group]!;
  ints[slot * INTS + INSTRUMENT] = book.number;
  ints[slot * INTS + RARE] = 0;
  ints[slot * INTS + SLICE] = 0;
  if ((traits & HAS_RARE) !== 0) {
    const display = words[at + RECORD.display]!;
    if (isOnlyIceberg(traits, display)) ints[slot * INTS + SLICE] = display;
    else ints[slot * INTS + RARE] = admitRare(exchange, slot, words, at, traits);
  }
  return slot;
};

/** Most orders with a rare term are these: their records alone hold all that is to be known. */
const isOnlyIceberg = (traits: number, display: number): boolean =>
  typeOf(traits) === LIMIT &&
  timeInForceOf(traits) === GTC &&
  display > 0 &&
  display <= LARGEST_SLICE;

const admitRare = (
  exchange: Exchange,
  slot: number,
  words: Float64Array,
  at: number,
  traits: number,
): number => {
  const rare = exchange.rare.take();
  const terms = exchange.rare.words;
  const isTrailing = typeOf(traits) === TRAILING_STOP;
  terms[rare * TERM_WORDS + DISPLAY] = words[at + RECORD.display]!;
  terms[rare * TERM_WORDS + TRIGGER] = words[at + (isTrailing ? RECORD.trail : RECORD.trigger)]!;
  terms[rare * TERM_WORDS + PROTECTION] = words[at + RECORD.protection]!;
  if (timeInForceOf(traits) === GTD) {
    const expiresAt = words[at + RECORD.expiresAt]!;
    terms[rare * TERM_WORDS + TIMER] = exchange.timers.set(TIMER_KIND.order, slot, expiresAt);
  }
  return rare;
};
