import {
  AMEND,
  CANCEL as CANCEL_COMMAND,
  COMMAND_WORDS,
  PLACE,
  RECORD,
} from '../domain/command/command.layout';
import { IOC, SELL, TIF_SHIFT } from '../domain/order/order.layout';
import { type DefineInstrument } from '../domain/command/command';
import { CANCEL, type MessageStream, MODIFY } from './message.stream';

export const INSTRUMENT = 1;

const largest = (values: Float64Array, count: number): number => {
  let found = 1;
  for (let row = 0; row < count; row += 1) found = Math.max(found, values[row]!);
  return found;
};

/**
 * The instrument that a stream trades: as wide as its prices and quantities, and, as the streams'
 * authors have it, a modification is always a cancel and a new order.
 */
export const instrumentOf = (stream: MessageStream): DefineInstrument => ({
  kind: 'define_instrument',
  time: 0,
  instrument: INSTRUMENT,
  tickSize: 1,
  lotSize: 1,
  maxPrice: largest(stream.prices, stream.count),
  maxQuantity: largest(stream.quantities, stream.count),
  amendKeepsPriority: false,
});

const headOf = (kind: number, flags: number): number => {
  if (kind === CANCEL) return CANCEL_COMMAND;
  if (kind === MODIFY) return AMEND;
  const side = (flags & 1) === 1 ? SELL : 0;
  const timeInForce = (flags & 2) === 2 ? IOC << TIF_SHIFT : 0;
  return PLACE + (side | timeInForce) * 16;
};

/** Encodes messages `from` … `to − 1` as commands from word 0 of `records` on. */
export const encodeMessages = (
  stream: MessageStream,
  from: number,
  to: number,
  records: Float64Array,
): void => {
  for (let row = from; row < to; row += 1) {
    const at = (row - from) * COMMAND_WORDS;
    records[at + RECORD.head] = headOf(stream.kinds[row]!, stream.flags[row]!);
    records[at + RECORD.instrument] = INSTRUMENT;
    records[at + RECORD.id] = stream.ids[row]!;
    records[at + RECORD.price] = stream.prices[row]!;
    records[at + RECORD.quantity] = stream.quantities[row]!;
  }
};
