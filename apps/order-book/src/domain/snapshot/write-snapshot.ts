import { type Book, PARKED_ORDERS, WAITING_STOPS } from '../book/book';
import { type Exchange } from '../engine/exchange';
import { siblingOf } from '../matching/leave';
import { displayOf } from '../matching/rest';
import {
  ACCOUNT,
  ASKED_MASK,
  DOUBLES,
  GROUP,
  HAS_RARE,
  HIDDEN,
  ID,
  INTS,
  NEXT,
  PRICE,
  RARE,
  SHOWN,
  SIDE_MASK,
  TRAILING_STOP,
  TRAITS,
  typeOf,
  WAITING,
} from '../order/order.layout';
import { ENTRY, PROTECTION, TERM_WORDS, TIMER, TRIGGER } from '../order/rare-terms.pool';
import { hashWords } from './digest';
import {
  AT_CHECKSUM,
  AT_LENGTH,
  AT_MAGIC,
  AT_VERSION,
  HEADER_WORDS,
  MAGIC,
  VERSION,
  WordWriter,
} from './snapshot.layout';

/** The whole state as bytes that do not depend on how it came about (rule 13.1). */
export const writeSnapshot = (exchange: Exchange): Uint8Array => {
  const { orders, reporter, timers } = exchange;
  const writer = new WordWriter(HEADER_WORDS + 1_024 + orders.live * 8);
  for (let word = 0; word < HEADER_WORDS; word += 1) writer.put(0);
  for (const counter of [reporter.sequence, reporter.command, reporter.time, timers.issued]) {
    writer.put(counter);
  }
  const accounts = [...exchange.deadMen].sort(([one], [other]) => one - other);
  writer.put(accounts.length);
  for (const [account, timer] of accounts) {
    writer.put(account);
    writer.put(timers.dueOf(timer));
    writer.put(timers.numberOf(timer));
  }
  writer.put(exchange.numbers.length);
  for (const number of exchange.numbers) writeBook(exchange, exchange.books[number]!, writer);
  return seal(writer.finish());
};

const seal = (words: Float64Array): Uint8Array => {
  words[AT_MAGIC] = MAGIC;
  words[AT_VERSION] = VERSION;
  words[AT_LENGTH] = words.length;
  words.set(hashWords(new Int32Array(words.buffer), 2 * HEADER_WORDS), AT_CHECKSUM);
  return new Uint8Array(words.buffer);
};

const writeBook = (exchange: Exchange, book: Book, writer: WordWriter): void => {
  const { terms } = book;
  const timer = book.timer === 0 ? 0 : exchange.timers.numberOf(book.timer);
  const facts = [
    [book.number, terms.tickSize, terms.lotSize, terms.maxPrice, terms.maxQuantity],
    [terms.minQuantity, terms.minNotional, terms.staticBandBps, terms.dynamicBandBps],
    [terms.limitStateMs, terms.pauseMs, terms.maxIcebergParts, Number(terms.amendKeepsPriority)],
    book.rates,
    [book.state, book.auction, book.endsAt, timer],
    [book.reference, book.last, book.trades, book.entries],
  ];
  for (const part of facts) for (const fact of part) writer.put(fact);
  for (const ladder of [book.bids, book.asks]) writeLadder(exchange, ladder, writer);
  for (const queue of [WAITING_STOPS, PARKED_ORDERS]) {
    writeQueue(exchange, book, book.aside[queue]!, writer);
    writer.put(0);
  }
};

/** Each queue's orders, ended by an id of 0. */
const writeLadder = (exchange: Exchange, ladder: number, writer: WordWriter): void => {
  const { doubles } = exchange.orders;
  for (let first = exchange.ladders.first(ladder); first !== 0;) {
    const price = doubles[first * DOUBLES + PRICE]!;
    writeQueue(exchange, null, first, writer);
    first = exchange.ladders.firstBeyond(ladder, price);
  }
  writer.put(0);
};

const writeQueue = (
  exchange: Exchange,
  book: Book | null,
  first: number,
  writer: WordWriter,
): void => {
  const { doubles, ints } = exchange.orders;
  for (let slot = first; slot !== 0; slot = ints[slot * INTS + NEXT]!) {
    writer.put(doubles[slot * DOUBLES + ID]!);
    writer.put(doubles[slot * DOUBLES + PRICE]!);
    writer.put(doubles[slot * DOUBLES + SHOWN]!);
    writer.put(doubles[slot * DOUBLES + HIDDEN]!);
    writer.put(ints[slot * INTS + TRAITS]! & ASKED_MASK);
    writer.put(ints[slot * INTS + ACCOUNT]!);
    writer.put(ints[slot * INTS + GROUP]!);
    if ((ints[slot * INTS + TRAITS]! & HAS_RARE) !== 0) writeRare(exchange, book, slot, writer);
  }
};

const writeRare = (
  exchange: Exchange,
  book: Book | null,
  slot: number,
  writer: WordWriter,
): void => {
  const { doubles, ints } = exchange.orders;
  const terms = exchange.rare.words;
  const rare = ints[slot * INTS + RARE]! * TERM_WORDS;
  const timer = terms[rare + TIMER]!;
  const traits = ints[slot * INTS + TRAITS]!;
  const trails = (traits & WAITING) !== 0 && typeOf(traits) === TRAILING_STOP;
  const stops = trails ? book?.stopsOf(traits & SIDE_MASK) : undefined;
  writer.put(displayOf(exchange, slot));
  writer.put(terms[rare + TRIGGER]!);
  writer.put(terms[rare + PROTECTION]!);
  writer.put(doubles[siblingOf(exchange, slot) * DOUBLES + ID]!);
  writer.put(terms[rare + ENTRY]!);
  writer.put(timer === 0 ? 0 : exchange.timers.dueOf(timer));
  writer.put(timer === 0 ? 0 : exchange.timers.numberOf(timer));
  writer.put(stops?.trailing.peakOf(slot) ?? 0);
};
