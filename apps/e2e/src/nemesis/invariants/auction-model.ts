import { STEP } from '../workload/market';

/**
 * The slow obvious auction, written for the checker: it looks at all bids again for every answer
 * and knows nothing of the product's code. Amounts in minor units; one increment step everywhere.
 */
export type ModelBid = {
  readonly bidId: string;
  readonly bidderId: string;
  readonly amount: bigint;
};

export type ModelTerms = {
  readonly mode: 'proxy' | 'straight';
  readonly startPrice: bigint;
  readonly reserve: bigint | null;
};

export type ModelStanding = { readonly price: bigint; readonly leader: ModelBid };

const STEP_UNITS = BigInt(STEP);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** The highest amount; of equal ones the earliest. In open outcry the last bid is the highest. */
const bestOf = (bids: readonly ModelBid[], mode: ModelTerms['mode']): ModelBid | undefined => {
  if (mode === 'straight') return bids.at(-1);
  const highest = bids.reduce((amount, bid) => most(amount, bid.amount), 0n);
  return bids.find((bid) => bid.amount === highest);
};

/** A maximum that reaches the reserve shows at least the reserve, another shows in full. */
const toReserve = ({ reserve }: ModelTerms, amount: bigint, price: bigint): bigint => {
  if (reserve === null) return price;
  return amount < reserve ? amount : most(price, reserve);
};

const priceAfter = (
  terms: ModelTerms,
  before: ModelStanding | undefined,
  bid: ModelBid,
): bigint => {
  if (terms.mode === 'straight') return bid.amount;
  if (before === undefined) return toReserve(terms, bid.amount, terms.startPrice);
  const { price, leader } = before;
  if (bid.bidderId === leader.bidderId) {
    const isMet = terms.reserve === null || leader.amount >= terms.reserve;
    return isMet ? price : toReserve(terms, bid.amount, 0n);
  }
  if (bid.amount <= leader.amount) return least(leader.amount, bid.amount + STEP_UNITS);
  return toReserve(terms, bid.amount, least(bid.amount, leader.amount + STEP_UNITS));
};

/** Where the bidding stands when exactly these bids, in order, were placed. */
export const standingAfter = (
  terms: ModelTerms,
  bids: readonly ModelBid[],
): ModelStanding | undefined => {
  let standing: ModelStanding | undefined;
  for (const [index, bid] of bids.entries()) {
    const leader = bestOf(bids.slice(0, index + 1), terms.mode);
    if (leader === undefined) return undefined;
    standing = { price: priceAfter(terms, standing, bid), leader };
  }
  return standing;
};

/** The least that the next bid must reach; a leader must also exceed the own maximum. */
export const leastNext = (
  terms: ModelTerms,
  standing: ModelStanding | undefined,
  bidderId: string,
): bigint => {
  if (standing === undefined) return terms.startPrice;
  const open = standing.price + STEP_UNITS;
  return standing.leader.bidderId === bidderId ? most(open, standing.leader.amount + 1n) : open;
};
