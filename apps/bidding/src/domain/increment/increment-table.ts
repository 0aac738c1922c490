import { divide } from '@outcry/kernel';

/** What every table has: tables are data, and a changed one is another version. */
type Named = { readonly id: string; readonly version: number };

export type IncrementTier = {
  /** Least price, in minor units, to which the step applies. */
  readonly from: bigint;
  readonly step: bigint;
};

/** Steps in minor units by price; the steps never shrink, so that the next amount is monotone. */
export type AbsoluteTable = Named & {
  readonly kind: 'absolute';
  readonly tiers: readonly IncrementTier[];
};

/** A share of the price, rounded up to a minor unit. */
export type PercentageTable = Named & {
  readonly kind: 'percentage';
  readonly basisPoints: number;
};

/** Amounts of one decade, in minor units, that repeat ten times larger in each further decade. */
export type LadderTable = Named & { readonly kind: 'ladder'; readonly rungs: readonly bigint[] };

export type IncrementTable = AbsoluteTable | PercentageTable | LadderTable;

const stepAt = (tiers: readonly IncrementTier[], price: bigint): bigint =>
  tiers.reduce((step, tier) => (tier.from <= price ? tier.step : step), 0n);

const nextRung = (rungs: readonly bigint[], price: bigint): bigint => {
  const lowest = rungs[0] ?? 1n;
  let scale = 1n;
  while (price >= lowest * scale * 10n) scale *= 10n;
  return rungs.map((rung) => rung * scale).find((rung) => rung > price) ?? lowest * scale * 10n;
};

/**
 * The least amount that outbids `price`.
 *
 * @param price minor units, positive
 */
export const nextAmount = (table: IncrementTable, price: bigint): bigint => {
  switch (table.kind) {
    case 'absolute':
      return price + stepAt(table.tiers, price);
    case 'percentage':
      return price + divide(price * BigInt(table.basisPoints), 10_000n, 'up');
    case 'ladder':
      return nextRung(table.rungs, price);
  }
};

const ascending = (values: readonly bigint[], strictly: boolean): boolean =>
  values.every((value, index) => {
    const before = values[index - 1];
    return before === undefined || (strictly ? value > before : value >= before);
  });

/** Why a table cannot be used, or null. */
export const faultOfTable = (table: IncrementTable): string | null => {
  switch (table.kind) {
    case 'absolute': {
      const froms = table.tiers.map((tier) => tier.from);
      const steps = table.tiers.map((tier) => tier.step);
      if (froms[0] !== 0n) return 'the first tier must start at 0';
      if (!ascending(froms, true)) return 'tiers must be in ascending order';
      if (!steps.every((step) => step > 0n)) return 'steps must be positive';
      return ascending(steps, false) ? null : 'steps must not shrink as the price grows';
    }
    case 'percentage':
      return Number.isInteger(table.basisPoints) && table.basisPoints > 0
        ? null
        : 'basis points must be a positive integer';
    case 'ladder': {
      const lowest = table.rungs[0] ?? 0n;
      if (lowest <= 0n) return 'a ladder needs positive rungs';
      if (!ascending(table.rungs, true)) return 'rungs must be in ascending order';
      return table.rungs.every((rung) => rung < lowest * 10n)
        ? null
        : 'rungs must lie within one decade';
    }
  }
};
