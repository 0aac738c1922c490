import type { Backoff } from '../backoff';
import { DAY_MS, type InboxKeeping } from './inbox/inbox-days';

/** How a consumer paces itself; the defaults suit every service of Outcry. */
export type ConsumerOptions = {
  /** Transactions at once, over disjoint keys, of all partitions together. */
  readonly maxConcurrency: number;
  readonly heartbeatIntervalMs: number;
  /** Retries of a retryable failure before the message is held. */
  readonly retriesInPlace: number;
  readonly inPlaceBackoff: Backoff;
  /** Attempts of a held message, in place ones excluded, before it becomes a dead letter. */
  readonly maxAttempts: number;
  readonly heldBackoff: Backoff;
  /** How often a key that waits for a missing sequence is looked at. */
  readonly gapRecheckMs: number;
  readonly drainIntervalMs: number;
  /** While the database does not answer. */
  readonly outageBackoff: Backoff;
  readonly inbox: InboxKeeping;
  readonly inboxCheckIntervalMs: number;
  /** Lag without any progress for this long fails liveness. */
  readonly stalledAfterMs: number;
};

export const consumerDefaults: ConsumerOptions = {
  maxConcurrency: 4,
  heartbeatIntervalMs: 2_000,
  retriesInPlace: 2,
  inPlaceBackoff: { firstMs: 100, capMs: 2_000 },
  maxAttempts: 10,
  heldBackoff: { firstMs: 1_000, capMs: 600_000 },
  gapRecheckMs: 5_000,
  drainIntervalMs: 1_000,
  outageBackoff: { firstMs: 200, capMs: 5_000 },
  inbox: { retentionMs: 8 * DAY_MS, aheadMs: 14 * DAY_MS },
  inboxCheckIntervalMs: 3_600_000,
  stalledAfterMs: 60_000,
};
