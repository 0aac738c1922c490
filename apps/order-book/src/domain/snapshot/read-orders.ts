import { type Book, PARKED_ORDERS } from '../book/book';
import { type Exchange } from '../engine/exchange';
import { joinStops } from '../intake/wait-for-trigger';
import { index } from '../matching/rest';
import {
  ACCOUNT,
  DOUBLES,
  GROUP,
  HAS_RARE,
  HIDDEN,
  ID,
  INSTRUMENT,
  INTS,
  ON_BOOK,
  PARKED,
  PRICE,
  RARE,
  SHOWN,
  SLICE,
  TRAITS,
} from '../order/order.layout';
import { joinQueue } from '../order/order.queue';
import {
  DISPLAY,
  ENTRY,
  PROTECTION,
  SIBLING,
  TERM_WORDS,
  TIMER,
  TRIGGER,
} from '../order/rare-terms.pool';
import { TIMER_KIND } from '../timer/timer.heap';
import { type WordReader } from './snapshot.layout';

/** Fills a new book's queues with the orders that follow in the snapshot. */
export const readOrders = (exchange: Exchange, book: Book, reader: WordReader): void => {
  const { orders } = exchange;
  const linked: number[] = [];
  const each = (join: (slot: number, peak: number) => void): void => {
    for (let id = reader.take(); id !== 0; id = reader.take()) {
      const slot = readOrder(exchange, book, id, reader);
      const peak = orders.ints[slot * INTS + RARE] === 0 ? 0 : readRare(exchange, slot, reader);
      if (siblingIdOf(exchange, slot) !== 0) linked.push(slot);
      join(slot, peak);
    }
  };
  for (const ladder of [book.bids, book.asks]) {
    each((slot) => {
      orders.ints[slot * INTS + TRAITS]! |= ON_BOOK;
      index(exchange, slot);
      exchange.ladders.append(ladder, slot);
    });
  }
  each((slot, peak) => {
    const rare = orders.ints[slot * INTS + RARE]! * TERM_WORDS;
    joinStops(exchange, book, slot, exchange.rare.words[rare + ENTRY]!, peak);
  });
  each((slot) => {
    orders.ints[slot * INTS + TRAITS]! |= PARKED;
    index(exchange, slot);
    joinQueue(orders.ints, book.aside, PARKED_ORDERS, slot);
  });
  for (const slot of linked) link(exchange, slot);
};

const readOrder = (exchange: Exchange, book: Book, id: number, reader: WordReader): number => {
  const slot = exchange.orders.take();
  const { doubles, ints } = exchange.orders;
  doubles[slot * DOUBLES + ID] = id;
  doubles[slot * DOUBLES + PRICE] = reader.take();
  doubles[slot * DOUBLES + SHOWN] = reader.take();
  doubles[slot * DOUBLES + HIDDEN] = reader.take();
  const traits = (ints[slot * INTS + TRAITS] = reader.take());
  ints[slot * INTS + ACCOUNT] = reader.take();
  ints[slot * INTS + GROUP] = reader.take();
  ints[slot * INTS + INSTRUMENT] = book.number;
  ints[slot * INTS + SLICE] = 0;
  ints[slot * INTS + RARE] = (traits & HAS_RARE) === 0 ? 0 : exchange.rare.take();
  return slot;
};

/** Reads the rare terms, with the sibling's id where its slot will be; returns the peak. */
const readRare = (exchange: Exchange, slot: number, reader: WordReader): number => {
  const rare = exchange.orders.ints[slot * INTS + RARE]! * TERM_WORDS;
  const terms = exchange.rare.words;
  terms[rare + DISPLAY] = reader.take();
  terms[rare + TRIGGER] = reader.take();
  terms[rare + PROTECTION] = reader.take();
  terms[rare + SIBLING] = reader.take();
  terms[rare + ENTRY] = reader.take();
  const due = reader.take();
  const number = reader.take();
  if (number !== 0) {
    terms[rare + TIMER] = exchange.timers.restore(TIMER_KIND.order, slot, due, number);
  }
  return reader.take();
};

const siblingIdOf = (exchange: Exchange, slot: number): number =>
  exchange.rare.words[exchange.orders.ints[slot * INTS + RARE]! * TERM_WORDS + SIBLING]!;

const link = (exchange: Exchange, slot: number): void => {
  const sibling = exchange.index.get(siblingIdOf(exchange, slot));
  exchange.rare.words[exchange.orders.ints[slot * INTS + RARE]! * TERM_WORDS + SIBLING] = sibling;
};
