import { Book } from '../book/book';
import { type DefineInstrument, type Instrument } from '../command/command';
import { CODE, FINE, isWithin, LARGEST, LARGEST_INSTRUMENT } from '../command/command.fields';
import { type Exchange } from '../engine/exchange';
import { TIERS } from '../fee/fee';
import { reportRejected } from '../report/order.reports';
import { KIND } from '../report/report.layout';

type Loose = Readonly<Record<string, unknown>>;

/** Numbers of an instrument: least, most, and whether it must be given (rule 3.1). */
const RANGES: readonly (readonly [keyof Instrument, number, number, boolean])[] = [
  ['tickSize', 1, LARGEST, true],
  ['lotSize', 1, LARGEST, true],
  ['maxPrice', 1, LARGEST, true],
  ['maxQuantity', 1, LARGEST, true],
  ['minQuantity', 0, LARGEST, false],
  ['minNotional', 0, LARGEST, false],
  ['referencePrice', 0, LARGEST, false],
  ['staticBandBps', 0, 10_000, false],
  ['dynamicBandBps', 0, 10_000, false],
  ['limitStateMs', 0, LARGEST, false],
  ['pauseMs', 0, LARGEST, false],
  ['maxIcebergParts', 1, 10_000, false],
];
const INITIAL_STATES: readonly unknown[] = [undefined, 'trading', 'closed', 'halt', 'cancel_only'];
const MOST_PPM = 1_000_000;

const isNumberWithin = (value: unknown, low: number, high: number): boolean =>
  typeof value === 'number' && isWithin(value, low, high);

const isFeeTier = (tier: unknown): boolean => {
  if (typeof tier !== 'object' || tier === null) return false;
  const { makerPpm, takerPpm } = tier as Loose;
  return (
    isNumberWithin(makerPpm, -MOST_PPM, MOST_PPM) && isNumberWithin(takerPpm, -MOST_PPM, MOST_PPM)
  );
};

const areFees = (fees: unknown): boolean =>
  fees === undefined || (Array.isArray(fees) && fees.length <= TIERS && fees.every(isFeeTier));

/** Whether the largest amounts fit 2^53 − 1; products beyond are inexact, but larger still. */
const amountsFit = (terms: Instrument): boolean =>
  terms.maxPrice * terms.maxQuantity * terms.tickSize <= LARGEST &&
  terms.maxQuantity * terms.lotSize <= LARGEST &&
  (terms.minQuantity ?? 1) <= terms.maxQuantity &&
  (terms.referencePrice ?? 0) <= terms.maxPrice;

const isSpecification = (terms: Loose): boolean =>
  RANGES.every(([field, low, high, isRequired]) => {
    const value = terms[field];
    return value === undefined ? !isRequired : isNumberWithin(value, low, high);
  }) &&
  INITIAL_STATES.includes(terms['state']) &&
  [undefined, true, false].includes(terms['amendKeepsPriority'] as boolean) &&
  areFees(terms['fees']) &&
  amountsFit(terms as unknown as Instrument);

/** Defines an instrument (rule 3). */
export const defineInstrument = (exchange: Exchange, command: DefineInstrument): void => {
  const code = check(exchange, command);
  if (code !== FINE) {
    const number = code === CODE.invalid_instrument ? 0 : command.instrument;
    reportRejected(exchange, number, 0, code);
    return;
  }
  exchange.addBook(new Book(command, exchange.ladders));
  exchange.reporter.begin(KIND.defined, command.instrument);
};

const check = (exchange: Exchange, command: DefineInstrument): number => {
  const isNumber = isNumberWithin(command.instrument, 1, LARGEST_INSTRUMENT);
  if (!isNumber) return CODE.invalid_instrument;
  if (exchange.books[command.instrument] !== undefined) return CODE.instrument_exists;
  return isSpecification(command as unknown as Loose) ? FINE : CODE.invalid_specification;
};
