import { assert } from './assert';

/** A registered asset, `CODE/exponent`: `USD/2` counts cents, `ETH/18` counts wei. */
export type Asset = string;

/** An amount in integer minor units of its asset. */
export type Money = { readonly amount: bigint; readonly asset: Asset };

export type Rounding = 'down' | 'up' | 'half_even';

/** Form of an asset code; letters, digits and an exponent of at most two digits. */
export const ASSET_PATTERN = /^[A-Z][A-Z0-9]{0,16}\/\d{1,2}$/;

export const money = (amount: bigint, asset: Asset): Money => ({ amount, asset });

const sameAsset = (a: Money, b: Money): void =>
  assert(a.asset === b.asset, `assets differ: ${a.asset} and ${b.asset}`);

export const add = (a: Money, b: Money): Money => {
  sameAsset(a, b);
  return { amount: a.amount + b.amount, asset: a.asset };
};

export const subtract = (a: Money, b: Money): Money => {
  sameAsset(a, b);
  return { amount: a.amount - b.amount, asset: a.asset };
};

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. */
export const compare = (a: Money, b: Money): number => {
  sameAsset(a, b);
  return a.amount < b.amount ? -1 : a.amount > b.amount ? 1 : 0;
};

/** `numerator / denominator` of non-negative integers, rounded as asked. */
export const divide = (numerator: bigint, denominator: bigint, rounding: Rounding): bigint => {
  assert(denominator > 0n && numerator >= 0n, 'divide takes non-negative integers');
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  if (twice === 0n || rounding === 'down') return quotient;
  if (rounding === 'up') return quotient + 1n;
  if (twice === denominator) return quotient + (quotient % 2n);
  return twice > denominator ? quotient + 1n : quotient;
};

/** `amount × basisPoints / 10,000`, rounded as asked. */
export const basisPointsOf = (amount: bigint, basisPoints: bigint, rounding: Rounding): bigint =>
  divide(amount * basisPoints, 10_000n, rounding);

/**
 * Splits `amount` by `weights` into parts that always sum to the whole: each part is rounded down,
 * and the minor units left over go one each to the largest remainders, the earlier part on ties
 * (the largest-remainder method).
 *
 * @param amount non-negative minor units
 * @param weights non-negative, not all zero
 */
export const allot = (amount: bigint, weights: readonly bigint[]): bigint[] => {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  assert(amount >= 0n, 'allot takes a non-negative amount');
  assert(total > 0n && weights.every((weight) => weight >= 0n), 'allot takes positive weights');
  const parts = weights.map((weight) => (amount * weight) / total);
  const left = Number(amount - parts.reduce((sum, part) => sum + part, 0n));
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (amount * weight) % total }))
    .sort((a, b) =>
      a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
    );
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
};
