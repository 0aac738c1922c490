import { createGroupCommit, traceHeaders, type Answer } from '@outcry/service';
import type { BiddingDeps } from '../bidding-deps';
import type { BidSubmission, QueuedBid } from './bid-submission';
import { placeBids } from './place-bids.handler';

/** Takes a bid and answers when the batch that it joined has committed. */
export type SubmitBid = (submission: BidSubmission) => Promise<Answer>;

const MAX_WAITING = 2_000;

export type BidQueueOptions = {
  /** Connections that the database has for bids: as many batches run at once. */
  readonly connections: number;
  /** Bids that may share a transaction; 1 switches sharing off. */
  readonly maxBatch: number;
};

/**
 * The hot path: bids on one auction wait for each other here, never for bids on another. Equal
 * keys of this process have one place in the queue.
 */
export const createBidQueue = (
  deps: BiddingDeps,
  { connections, maxBatch }: BidQueueOptions,
): SubmitBid => {
  const run = placeBids(deps);
  const group = createGroupCommit<QueuedBid, Answer>({
    run: (_auction, batch) => run(batch),
    maxBatch,
    maxWaiting: MAX_WAITING,
    maxRunning: connections,
  });
  return (submission) => {
    const { tenantId, auctionId } = submission.auction;
    return deps.idempotency.flights.join(submission.keyed, () =>
      group.submit(`${tenantId} ${auctionId}`, { ...submission, trace: traceHeaders() }),
    );
  };
};
