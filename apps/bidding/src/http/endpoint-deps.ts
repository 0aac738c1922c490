import type { BiddingDeps } from '../commands/bidding-deps';
import type { SubmitBid } from '../commands/bid/bid-queue';

/** What the operations of bidding work with. */
export type EndpointDeps = BiddingDeps & {
  readonly submitBid: SubmitBid;
  /** After the clock was set: what became due is looked at now. */
  readonly onClockSet: () => void;
};
