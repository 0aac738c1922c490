import { createGroupCommit, traceHeaders, type Answer } from '@outcry/service';
import type { BiddingDeps } from '../bidding-deps';
import type { BidSubmission, QueuedBid } from './bid-submission';
import { placeBids } from './place-bids.handler';

/** Takes a bid and answers when the batch that it joined has committed. */
export type SubmitBid = (submission: BidSubmission) => Promise<Answer>;

const MAX_WAITING = 2_000;
/** Connections of the pool that stay free for everything but bids. */
const SPARE_CONNECTIONS = 4;

export type BidQueueOptions = {
  /** Connections that the database pool has. */
  readonly poolSize: number;
  /** Bids that may share a transaction; 1 switches sharing off. */
  readonly maxBatch: number;
};

/**
 * The hot path: bids on one auction wait for each other here, never for bids on another. Equal
 * keys of this process have one place in the queue.
 */
export const createBidQueue = (
  deps: BiddingDeps,
  { poolSize, maxBatch }: BidQueueOptions,
): SubmitBid => {
  const run = placeBids(deps);
  const group = createGroupCommit<QueuedBid, Answer>({
    run: (_auction, batch) => run(batch),
    maxBatch,
    maxWaiting: MAX_WAITING,
    maxRunning: Math.max(1, poolSize - SPARE_CONNECTIONS),
  });
  return (submission) => {
    const { tenantId, auctionId } = submission.auction;
    return deps.idempotency.flights.join(submission.keyed, () =>
      group.submit(`${tenantId} ${auctionId}`, { ...submission, trace: traceHeaders() }),
    );
  };
};
