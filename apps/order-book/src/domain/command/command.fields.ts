import { REJECTION_CODES, type RejectionCode } from '../report/rejection.registry';

/** 2^53 − 1, the largest integer that arithmetic on doubles keeps exact. */
export const LARGEST = Number.MAX_SAFE_INTEGER;
/** The largest account or group. */
export const LARGEST_ACCOUNT = 2 ** 31 - 1;
export const LARGEST_INSTRUMENT = 65_535;

/** A check's answer when nothing is wrong; else the index of a rejection code. */
export const FINE = -1;

/** Index of each rejection code, as reports carry it. */
export const CODE = Object.fromEntries(
  REJECTION_CODES.map((code, index) => [code, index]),
) as Readonly<Record<RejectionCode, number>>;

/** Whether a field is an integer from `low` to `high`; never for NaN. */
export const isWithin = (value: number, low: number, high: number): boolean =>
  value >= low && value <= high && Math.floor(value) === value;
