import { AUCTION, Book } from '../book/book';
import { STATES } from '../command/command.codes';
import { type Instrument } from '../command/command';
import { type Exchange } from '../engine/exchange';
import { TIERS } from '../fee/fee';
import { TIMER_KIND } from '../timer/timer.heap';
import { hashWords } from './digest';
import { readOrders } from './read-orders';
import {
  AT_CHECKSUM,
  AT_LENGTH,
  AT_MAGIC,
  AT_VERSION,
  HEADER_WORDS,
  MAGIC,
  VERSION,
  WordReader,
} from './snapshot.layout';

/**
 * Fills an empty exchange from a snapshot. Returns null for bytes that are damaged, cut short or of
 * another version.
 */
export const readSnapshot = (bytes: Uint8Array, exchange: Exchange): Exchange | null => {
  const words = wordsOf(bytes);
  if (words === null) return null;
  const reader = new WordReader(words, HEADER_WORDS);
  try {
    readExchange(exchange, reader);
    return reader.isAtEnd ? exchange : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
};

/** The snapshot's words, if its header is right and its checksum is that of its content. */
const wordsOf = (bytes: Uint8Array): Float64Array | null => {
  if (bytes.byteLength < HEADER_WORDS * 8 || bytes.byteLength % 8 !== 0) return null;
  const words = new Float64Array(bytes.slice().buffer);
  if (words[AT_MAGIC] !== MAGIC || words[AT_VERSION] !== VERSION) return null;
  if (words[AT_LENGTH] !== words.length) return null;
  const checksum = hashWords(new Int32Array(words.buffer), 2 * HEADER_WORDS);
  return checksum.every((word, index) => words[AT_CHECKSUM + index] === word) ? words : null;
};

const readExchange = (exchange: Exchange, reader: WordReader): void => {
  const { reporter, timers } = exchange;
  reporter.sequence = reader.take();
  reporter.command = reader.take();
  reporter.time = reader.take();
  timers.issued = reader.take();
  for (let accounts = reader.take(); accounts > 0; accounts -= 1) {
    const account = reader.take();
    const due = reader.take();
    const timer = timers.restore(TIMER_KIND.deadMan, account, due, reader.take());
    exchange.deadMen.set(account, timer);
  }
  for (let books = reader.take(); books > 0; books -= 1) readBook(exchange, reader);
};

const readBook = (exchange: Exchange, reader: WordReader): void => {
  const book = new Book(readInstrument(reader), exchange.ladders);
  book.state = reader.take();
  book.auction = reader.take();
  book.endsAt = reader.take();
  const number = reader.take();
  book.reference = reader.take();
  book.last = reader.take();
  book.trades = reader.take();
  book.entries = reader.take();
  if (STATES[book.state] === undefined) throw new RangeError('the snapshot has an unknown state');
  if (number !== 0) {
    const kind = book.state === AUCTION ? TIMER_KIND.auction : TIMER_KIND.limitState;
    book.timer = exchange.timers.restore(kind, book.number, book.endsAt, number);
  }
  exchange.addBook(book);
  readOrders(exchange, book, reader);
};

const readInstrument = (reader: WordReader): Instrument => {
  const terms = {
    instrument: reader.take(),
    tickSize: reader.take(),
    lotSize: reader.take(),
    maxPrice: reader.take(),
    maxQuantity: reader.take(),
    minQuantity: reader.take(),
    minNotional: reader.take(),
    staticBandBps: reader.take(),
    dynamicBandBps: reader.take(),
    limitStateMs: reader.take(),
    pauseMs: reader.take(),
    maxIcebergParts: reader.take(),
    amendKeepsPriority: reader.take() === 1,
  };
  const fees = Array.from({ length: TIERS }, () => ({
    makerPpm: reader.take(),
    takerPpm: reader.take(),
  }));
  return { ...terms, fees };
};
