import type { TraceHeaders } from '@outcry/messaging';
import type { KeyedRequest, RenderedAnswer } from '@outcry/service';
import type { BidCommand, BidReceipt } from '../../domain/flow/decide-bids';
import type { Decision } from '../../domain/rejections';
import type { AuctionRef } from '../../persistence/locks';

/** A bid or purchase on its way: under which key it came, and how its outcome will read. */
export type BidSubmission = {
  readonly auction: AuctionRef;
  readonly keyed: KeyedRequest;
  readonly command: BidCommand;
  readonly render: (outcome: Decision<BidReceipt>) => RenderedAnswer;
};

/** A submission in the queue, with the trace of the request that waits for it. */
export type QueuedBid = BidSubmission & { readonly trace: TraceHeaders };
