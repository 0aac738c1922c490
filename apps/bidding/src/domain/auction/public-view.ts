import type { InstantMs } from '@outcry/kernel';
import type { Auction, KnownAuction } from './auction';
import { minimumBid } from './standing';

/** What anybody may know of an auction; derived from public facts only. Minor units. */
export type PublicAuction = {
  readonly status: 'scheduled' | 'open' | 'sold' | 'unsold' | 'cancelled';
  readonly price: bigint | null;
  readonly leader: string | null;
  readonly bidCount: number;
  readonly minimumBid: bigint | null;
  readonly opensAtMs: InstantMs;
  readonly endsAtMs: InstantMs | null;
  readonly extensions: number;
  readonly reserveMet: boolean | null;
  readonly buyNow: bigint | null;
};

/**
 * Buy-now disappears at the first bid, except while a reserve is unmet (auctions-and-order-book.md,
 * A2). When all bids are withdrawn it is on offer again.
 */
export const isBuyNowOffered = (auction: KnownAuction): boolean => {
  if (auction.terms.buyNow === null) return false;
  if (auction.status === 'scheduled') return true;
  if (auction.status !== 'open') return false;
  return !auction.standing || auction.standing.reserveMet === false;
};

const priceAndLeader = (
  auction: Exclude<KnownAuction, { status: 'draft' }>,
): { readonly price: bigint | null; readonly leader: string | null } => {
  if (auction.status === 'sold')
    return { price: auction.award.hammer, leader: auction.award.number };
  const standing = auction.status === 'scheduled' ? null : auction.standing;
  return { price: standing?.price ?? null, leader: standing?.leader.number ?? null };
};

/** The public state of an auction; null while nobody but the seller may know of it. */
export const publicViewOf = (auction: Auction): PublicAuction | null => {
  if (auction.status === 'none' || auction.status === 'draft' || auction.sequence === 0)
    return null;
  const { terms, status } = auction;
  const begun = auction.status === 'scheduled' ? null : auction;
  const standing = begun?.standing ?? null;
  const scheduledEnd = terms.closing.kind === 'at' ? terms.closing.endsAtMs : null;
  return {
    status,
    ...priceAndLeader(auction),
    bidCount: standing?.bidCount ?? 0,
    minimumBid: status === 'open' ? minimumBid(terms, standing) : null,
    opensAtMs: terms.opensAtMs,
    endsAtMs: begun ? begun.endsAtMs : scheduledEnd,
    extensions: begun?.extensions ?? 0,
    reserveMet: terms.reserve === null ? null : (standing?.reserveMet ?? false),
    buyNow: isBuyNowOffered(auction) ? terms.buyNow : null,
  };
};
