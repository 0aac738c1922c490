import type { Sql } from '@outcry/messaging';
import type { Bid } from '../domain/auction/auction';
import type { AuctionEvent } from '../domain/auction/auction.events';
import { fromJson } from '../persistence/json';

const LIST_BIDS = `
SELECT sequence, place, bid_id, paddle_number, amount, automatic, placed_at, withdrawn
  FROM bid
 WHERE auction_id = $1 AND ($2::int IS NULL OR (sequence, place) < ($2, $3::int))
 ORDER BY sequence DESC, place DESC LIMIT $4`;

export type PublicBidRow = {
  readonly sequence: number;
  readonly place: number;
  readonly bid_id: string;
  readonly paddle_number: string;
  readonly amount: string;
  readonly automatic: boolean;
  readonly placed_at: Date;
  readonly withdrawn: boolean;
};

/** The public history, latest first; one beyond `limit` tells of a next page. */
export const listBids = async (
  sql: Sql,
  auctionId: string,
  page: { readonly after: readonly string[] | undefined; readonly limit: number },
): Promise<readonly PublicBidRow[]> => {
  const [sequence = null, place = null] = page.after ?? [];
  const values = [auctionId, sequence, place, page.limit + 1];
  return (await sql.query<PublicBidRow>(LIST_BIDS, values)).rows;
};

const ENTRIES_OF_BIDDER = `
SELECT event FROM auction_journal WHERE auction_id = $1 AND bidder_id = $2 ORDER BY entry`;

const afterEvent = (bids: readonly Bid[], event: AuctionEvent): readonly Bid[] => {
  switch (event.type) {
    case 'bid_placed':
      return [...bids, event.bid];
    case 'bids_withdrawn':
      return bids.filter(({ bidId }) => !event.bidIds.includes(bidId));
    case 'candidate_passed_over':
      return [];
    default:
      return bids;
  }
};

/** A bidder's own live bids on an auction, in order, maxima included. */
export const ownBids = async (
  sql: Sql,
  auctionId: string,
  bidderId: string,
): Promise<readonly Bid[]> => {
  const { rows } = await sql.query<{ event: unknown }>(ENTRIES_OF_BIDDER, [auctionId, bidderId]);
  return rows
    .map(({ event }) => fromJson<AuctionEvent>(event))
    .reduce<readonly Bid[]>(afterEvent, []);
};
