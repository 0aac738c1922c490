import { toTimestamp, type InstantMs } from '@outcry/kernel';
import type { Auction, KnownAuction } from '../../domain/auction/auction';
import type { AuctionEvent } from '../../domain/auction/auction.events';
import { evolveAuction } from '../../domain/auction/auction.evolve';
import type { TrackedAuction } from '../working-set';
import { stateFieldsOf } from './auction.row';

/** When the auction ends, as far as that is known. */
export const endOf = (auction: KnownAuction): InstantMs | null => {
  if ('endsAtMs' in auction) return auction.endsAtMs;
  const { closing } = auction.terms;
  return closing.kind === 'at' ? closing.endsAtMs : null;
};

const timestampOrNull = (instant: InstantMs | null): string | null =>
  instant === null ? null : toTimestamp(instant);

/** What the row becomes; `state` null when only the time of the decision moves on. */
export const auctionRecord = (
  { stored, state, events }: TrackedAuction,
  nowMs: InstantMs,
): object => ({
  auction_id: state.auctionId,
  status: state.status,
  opens_at: toTimestamp(state.terms.opensAtMs),
  ends_at: timestampOrNull(endOf(state)),
  sequence: state.sequence,
  version_before: stored.version,
  version: stored.version + events.length,
  decided_at: toTimestamp(Math.max(nowMs, stored.lastDecidedAtMs)),
  terms: state.terms === stored.auction.terms ? null : state.terms,
  state: events.length === 0 ? null : stateFieldsOf(state),
});

const bidderOf = (event: AuctionEvent): string | null => {
  if (event.type === 'bid_placed') return event.bid.bidderId;
  return 'bidderId' in event ? event.bidderId : null;
};

export const entryRecords = ({ stored, state, events }: TrackedAuction): readonly object[] =>
  events.map((event, index) => ({
    auction_id: state.auctionId,
    entry: stored.version + index + 1,
    bidder_id: bidderOf(event),
    event,
  }));

/** The bids that became visible, each under the number of the public event that showed it. */
export const bidRecords = ({ stored, events }: TrackedAuction): readonly object[] => {
  let auction: Auction = stored.auction;
  return events.flatMap((event) => {
    const after = evolveAuction(auction, event);
    auction = after;
    if (event.type !== 'bid_placed') return [];
    return event.visible.map(({ bidId, number, amount, automatic }, place) => ({
      auction_id: after.auctionId,
      sequence: after.sequence,
      place,
      bid_id: bidId,
      number,
      amount: amount.toString(),
      automatic,
      placed_at: toTimestamp(event.atMs),
    }));
  });
};
