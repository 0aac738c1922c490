import { isDeepStrictEqual } from 'node:util';
import type { AuctionTerms, Bid, KnownAuction } from '../domain/auction/auction';
import type { AuctionEvent } from '../domain/auction/auction.events';
import { standingOf } from '../domain/auction/standing';

type Won = { readonly bidderId: string; readonly price: bigint };

/** The bids that count just before the hammer, in order. */
const bidsAtTheHammer = (journal: readonly AuctionEvent[]): readonly Bid[] => {
  let bids: readonly Bid[] = [];
  for (const event of journal) {
    if (event.type === 'auction_sold' || event.type === 'auction_unsold') break;
    if (event.type === 'bid_placed') bids = [...bids, event.bid];
    if (event.type === 'bids_withdrawn')
      bids = bids.filter(({ bidId }) => !event.bidIds.includes(bidId));
    if (event.type === 'candidate_passed_over')
      bids = bids.filter(({ bidderId }) => bidderId !== event.bidderId);
  }
  return bids;
};

/** The highest amount, the earliest on ties: by looking at all, without the rules of the fold. */
const highest = (bids: readonly Bid[]): Bid | null =>
  bids.reduce<Bid | null>((best, bid) => (best && best.amount >= bid.amount ? best : bid), null);

const expectedWinner = (terms: AuctionTerms, bids: readonly Bid[]): Won | null => {
  const best = highest(bids);
  if (!best || (terms.reserve !== null && best.amount < terms.reserve)) return null;
  const standing = standingOf(terms, bids);
  return standing && { bidderId: best.bidderId, price: standing.price };
};

const endFaults = (journal: readonly AuctionEvent[]): readonly string[] => {
  let endsAtMs: number | null = null;
  const faults: string[] = [];
  for (const event of journal) {
    if (event.type !== 'bid_placed' && event.type !== 'auction_opened') continue;
    if (event.type === 'bid_placed' && endsAtMs !== null && event.atMs >= endsAtMs)
      faults.push(`The bid ${event.bid.bidId} was taken at or after the end.`);
    endsAtMs = event.endsAtMs;
  }
  return faults;
};

/** Whether the hammer fell for the highest valid maximum, at the price that the bids make. */
export const outcomeFaults = (
  journal: readonly AuctionEvent[],
  { terms }: KnownAuction,
): readonly string[] => {
  const hammer = journal.find(({ type }) => type === 'auction_sold' || type === 'auction_unsold');
  const closings = journal.filter(
    ({ type }) =>
      type === 'auction_sold' || type === 'auction_unsold' || type === 'auction_cancelled',
  );
  const faults = [...endFaults(journal)];
  if (closings.length > 1) faults.push('The auction was closed more than once.');
  if (!hammer || (hammer.type === 'auction_sold' && hammer.by === 'buy_now')) return faults;
  const expected = expectedWinner(terms, bidsAtTheHammer(journal));
  const found =
    hammer.type === 'auction_sold'
      ? { bidderId: hammer.award.bidderId, price: hammer.award.hammer }
      : null;
  if (!isDeepStrictEqual(found, expected))
    faults.push('The hammer did not fall for the highest valid maximum at its price.');
  return faults;
};
