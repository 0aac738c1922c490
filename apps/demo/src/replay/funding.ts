import { basisPointsOf } from '@outcry/kernel';
import type { RecordedAuction } from '../recorded/recorded-auction';

/** Every sale of the replay charges its buyers this premium, flat. */
export const PREMIUM_BPS = 1_000;
/** … and its sellers this commission. */
export const COMMISSION_BPS = 500;

/**
 * What each bidder of a lane needs, so that no refusal depends on how fast captures are answered:
 * for each auction the highest recorded bid and the premium on it.
 */
export const limitsOf = (auctions: readonly RecordedAuction[]): Map<string, bigint> => {
  const limits = new Map<string, bigint>();
  for (const auction of auctions) {
    const highest = new Map<string, bigint>();
    for (const { bidder, amount } of auction.bids) {
      if (amount > (highest.get(bidder) ?? 0n)) highest.set(bidder, amount);
    }
    for (const [bidder, amount] of highest) {
      const withPremium = amount + basisPointsOf(amount, BigInt(PREMIUM_BPS), 'up');
      limits.set(bidder, (limits.get(bidder) ?? 0n) + withPremium);
    }
  }
  return limits;
};

/** Deals auctions over lanes so that each gets about as many bids: most bids first, round robin. */
export const dealLanes = (
  auctions: readonly RecordedAuction[],
  lanes: number,
): RecordedAuction[][] => {
  const byBids = [...auctions].sort((a, b) => b.bids.length - a.bids.length);
  const dealt: RecordedAuction[][] = Array.from({ length: lanes }, () => []);
  byBids.forEach((auction, index) => dealt[index % lanes]?.push(auction));
  return dealt.filter((lane) => lane.length > 0);
};
