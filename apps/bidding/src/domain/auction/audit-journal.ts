import { type Auction, type Bid, noAuction, type OpenAuction } from './auction';
import type { AuctionEvent } from './auction.events';
import { evolveAuction } from './auction.evolve';

/** What is wrong, and at which event of the journal (0-based). */
export type Finding = { readonly index: number; readonly problem: string };

type BidPlaced = Extract<AuctionEvent, { type: 'bid_placed' }>;
type AuctionSold = Extract<AuctionEvent, { type: 'auction_sold' }>;

/** The highest amount, the earlier on ties: written for the audit, not taken from the rules. */
const bestOf = (bids: readonly Bid[]): Bid | undefined => {
  const [best] = [...bids].sort((a, b) =>
    a.amount === b.amount ? bids.indexOf(a) - bids.indexOf(b) : a.amount > b.amount ? -1 : 1,
  );
  return best;
};

const problemsOfBid = (before: OpenAuction, event: BidPlaced): readonly string[] => {
  const { endsAtMs, standing, terms } = before;
  const best = bestOf([...before.bids, event.bid]);
  const last = standing?.price ?? 0n;
  return [
    ...(endsAtMs !== null && event.atMs >= endsAtMs ? ['a bid was taken at or after the end'] : []),
    ...(event.standing.price < last ? ['a bid lowered the price'] : []),
    ...(event.standing.leader.bidId !== best?.bidId ? ['another bid than the best leads'] : []),
    ...(event.standing.price > (best?.amount ?? 0n) ? ['the price exceeds the best bid'] : []),
    ...(event.standing.price < terms.startPrice ? ['the price is below the start price'] : []),
    ...(endsAtMs !== null && (event.endsAtMs ?? 0) < endsAtMs ? ['the end came forward'] : []),
  ];
};

const problemsOfSale = (before: OpenAuction, event: AuctionSold): readonly string[] => {
  if (event.by === 'buy_now')
    return event.award.hammer === before.terms.buyNow ? [] : ['bought at another price'];
  const { endsAtMs, terms, standing } = before;
  const best = bestOf(before.bids);
  const isUnmet = terms.reserve !== null && (best?.amount ?? 0n) < terms.reserve;
  return [
    ...(endsAtMs === null || event.atMs < endsAtMs ? ['the hammer fell before the end'] : []),
    ...(best?.bidderId !== event.award.bidderId ? ['another than the best bidder won'] : []),
    ...(event.award.hammer !== standing?.price ? ['the hammer price is not the last price'] : []),
    ...(isUnmet ? ['sold below the reserve'] : []),
  ];
};

/** Bids and sales are events of open auctions: `evolveAuction` refuses any other journal. */
const problemsOf = (before: Auction, event: AuctionEvent): readonly string[] => {
  if (before.status !== 'open') return [];
  if (event.type === 'bid_placed') return problemsOfBid(before, event);
  return event.type === 'auction_sold' ? problemsOfSale(before, event) : [];
};

/**
 * Checks a journal against the promises to bidders (architecture.md §7): the best bid, the earlier
 * on ties, leads and wins, none is taken at or after the end, and the price never falls by a bid.
 * It decides nothing again, so it holds for journals of every version.
 *
 * @returns the state that the journal leads to, and what is wrong with it
 */
export const auditJournal = (
  events: readonly AuctionEvent[],
): { readonly state: Auction; readonly findings: readonly Finding[] } => {
  let state: Auction = noAuction;
  const findings: Finding[] = [];
  events.forEach((event, index) => {
    const before = state;
    state = evolveAuction(before, event);
    for (const problem of problemsOf(before, event)) findings.push({ index, problem });
  });
  return { state, findings };
};
