import { basisPointsOf, divide } from '@outcry/kernel';

export type PremiumTier = {
  /** The part of the hammer price from here on, in minor units, pays this rate. */
  readonly from: bigint;
  readonly basisPoints: number;
};

/** Rates are data: a changed schedule is another version, and invoices name theirs. */
export type PremiumSchedule = {
  readonly version: number;
  readonly tiers: readonly PremiumTier[];
};

export type CommissionSchedule = { readonly version: number; readonly basisPoints: number };

/**
 * The buyer's premium: marginal, as auction houses state it ("26 % up to 800,000, 20 % above"), so
 * that it never falls as the price grows and a maximum's premium covers that of any price below.
 * Rounded down once, over all tiers: nobody pays more than the published rate.
 *
 * @param hammer minor units
 */
export const premiumOn = (schedule: PremiumSchedule, hammer: bigint): bigint => {
  const shares = schedule.tiers.map(({ from, basisPoints }, index) => {
    const to = schedule.tiers[index + 1]?.from ?? hammer;
    const upper = to < hammer ? to : hammer;
    return upper > from ? (upper - from) * BigInt(basisPoints) : 0n;
  });
  return divide(
    shares.reduce((sum, share) => sum + share, 0n),
    10_000n,
    'down',
  );
};

/** The seller's commission on the hammer price, rounded down. */
export const commissionOn = (schedule: CommissionSchedule, hammer: bigint): bigint =>
  basisPointsOf(hammer, BigInt(schedule.basisPoints), 'down');
