import { type Exchange } from '../engine/exchange';
import {
  ACCOUNT,
  DOUBLES,
  HIDDEN,
  ID,
  INSTRUMENT,
  INTS,
  PRICE,
  SHOWN,
  SIDE_MASK,
  TRAITS,
} from '../order/order.layout';
import { KIND, WORD } from './report.layout';

/**
 * Begins a report about an order and writes its id, side, price, shown and open; returns the offset
 * of its first word. `quantity` is the open quantity until the caller says otherwise.
 */
export const beginOrderReport = (exchange: Exchange, kind: number, slot: number): number => {
  const { doubles, ints } = exchange.orders;
  const at = exchange.reporter.begin(kind, ints[slot * INTS + INSTRUMENT]!);
  const words = exchange.reporter.buffer.words;
  const shown = doubles[slot * DOUBLES + SHOWN]!;
  const open = shown + doubles[slot * DOUBLES + HIDDEN]!;
  words[at + WORD.id] = doubles[slot * DOUBLES + ID]!;
  words[at + WORD.side] = ints[slot * INTS + TRAITS]! & SIDE_MASK;
  words[at + WORD.price] = doubles[slot * DOUBLES + PRICE]!;
  words[at + WORD.quantity] = open;
  words[at + WORD.shown] = shown;
  words[at + WORD.open] = open;
  return at;
};

/** @param trigger ticks; a trailing stop's trail; 0: none. */
export const reportAccepted = (exchange: Exchange, slot: number, trigger: number): void => {
  const at = beginOrderReport(exchange, KIND.accepted, slot);
  const words = exchange.reporter.buffer.words;
  words[at + WORD.owner] = exchange.orders.ints[slot * INTS + ACCOUNT]!;
  words[at + WORD.trigger] = trigger;
};

/** @param id the order's id as far as the command had a valid one, else 0. */
export const reportRejected = (
  exchange: Exchange,
  instrument: number,
  id: number,
  code: number,
): void => {
  const at = exchange.reporter.begin(KIND.rejected, instrument);
  const words = exchange.reporter.buffer.words;
  words[at + WORD.id] = id;
  words[at + WORD.code] = code;
};
