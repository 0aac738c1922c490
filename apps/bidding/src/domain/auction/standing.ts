import { nextAmount } from '../increment/increment-table';
import type { AuctionTerms, Bid, Standing, VisibleAmount } from './auction';

export type Step = {
  readonly standing: Standing;
  /** Empty for a raise that moves no public price. */
  readonly visible: readonly VisibleAmount[];
};

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const greater = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const shown = (bid: Bid, amount: bigint): VisibleAmount => ({
  bidId: bid.bidId,
  number: bid.number,
  amount,
  automatic: false,
});

const metBy = (terms: AuctionTerms, leaderAmount: bigint): boolean | null =>
  terms.reserve === null ? null : leaderAmount >= terms.reserve;

const led = (terms: AuctionTerms, bid: Bid, price: bigint, before: Standing | null): Step => ({
  standing: {
    price,
    leader: { ...bid, publicBidId: bid.bidId },
    reserveMet: metBy(terms, bid.amount),
    bidCount: (before?.bidCount ?? 0) + 1,
  },
  visible: [shown(bid, price)],
});

/** A maximum below the reserve shows in full; one that reaches it shows at least the reserve. */
const withReserve = (reserve: bigint | null, amount: bigint, price: bigint): bigint => {
  if (reserve === null) return price;
  return amount < reserve ? amount : greater(price, reserve);
};

const raised = (terms: AuctionTerms, standing: Standing, bid: Bid): Step => {
  if (standing.reserveMet === false)
    return led(terms, bid, withReserve(terms.reserve, bid.amount, 0n), standing);
  const { publicBidId } = standing.leader;
  return { standing: { ...standing, leader: { ...bid, publicBidId } }, visible: [] };
};

/** The leader's proxy answers with the least that keeps the lead, at most the maximum. */
const defended = (terms: AuctionTerms, standing: Standing, bid: Bid): Step => {
  const { leader } = standing;
  const price = lesser(leader.amount, nextAmount(terms.increments, bid.amount));
  const answer = { ...shown(leader, price), bidId: leader.publicBidId, automatic: true };
  return {
    standing: { ...standing, price, bidCount: standing.bidCount + 1 },
    visible: [shown(bid, bid.amount), answer],
  };
};

const proxyStep = (terms: AuctionTerms, standing: Standing | null, bid: Bid): Step => {
  if (!standing)
    return led(terms, bid, withReserve(terms.reserve, bid.amount, terms.startPrice), null);
  if (standing.leader.bidderId === bid.bidderId) return raised(terms, standing, bid);
  if (bid.amount <= standing.leader.amount) return defended(terms, standing, bid);
  const price = lesser(bid.amount, nextAmount(terms.increments, standing.leader.amount));
  return led(terms, bid, withReserve(terms.reserve, bid.amount, price), standing);
};

/**
 * What an acceptable bid does to the standing (auctions-and-order-book.md, A1 and A2): against a
 * leader's maximum L, a higher M leads at min(M, next(L)), a lower or equal one is answered at
 * min(L, next(M)); ties stay with the earlier. In straight mode the amount is the price.
 */
export const stepOf = (terms: AuctionTerms, standing: Standing | null, bid: Bid): Step =>
  terms.mode === 'straight'
    ? led(terms, bid, bid.amount, standing)
    : proxyStep(terms, standing, bid);

/** The standing that remains when only `bids`, in order of placing, count. */
export const standingOf = (terms: AuctionTerms, bids: readonly Bid[]): Standing | null =>
  bids.reduce<Standing | null>((standing, bid) => stepOf(terms, standing, bid).standing, null);

/** The least amount that the next bid must reach; public. */
export const minimumBid = (terms: AuctionTerms, standing: Standing | null): bigint =>
  standing ? nextAmount(terms.increments, standing.price) : terms.startPrice;

/** The ids of live bids that the public knows: all but secret raises. */
export const publicBidIds = (terms: AuctionTerms, bids: readonly Bid[]): ReadonlySet<string> => {
  const ids = new Set<string>();
  let standing: Standing | null = null;
  for (const bid of bids) {
    const step: Step = stepOf(terms, standing, bid);
    if (step.visible.length > 0) ids.add(bid.bidId);
    standing = step.standing;
  }
  return ids;
};
