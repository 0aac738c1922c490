import type { InstantMs } from '@outcry/kernel';
import type { RecordedAuction, RecordedBid } from '../recorded/recorded-auction';

export type TimedBid = { readonly auction: RecordedAuction; readonly bid: RecordedBid };

/** All bids at one instant, in the order of the file. */
export type Instant = { readonly atMs: InstantMs; readonly bids: readonly TimedBid[] };

/** A lane's bids, in order of time, then of the file. */
export const timelineOf = (auctions: readonly RecordedAuction[]): Instant[] => {
  const timed = auctions
    .flatMap((auction) => auction.bids.map((bid) => ({ auction, bid })))
    .sort((a, b) => a.bid.atMs - b.bid.atMs || a.bid.order - b.bid.order);
  return [...Map.groupBy(timed, ({ bid }) => bid.atMs)].map(([atMs, bids]) => ({ atMs, bids }));
};
