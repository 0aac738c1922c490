import type { MessagingLog, MessagingMetrics } from '../../telemetry';
import { fairShare } from './fair-share';
import { heldLeases, type Lease } from './held-leases';
import type { LeaseStore } from './lease.sql';

export type LeaseKeeper = {
  /** One round: announce, renew, give up what exceeds the fair share, claim what is missing. */
  readonly round: () => Promise<void>;
  readonly valid: () => readonly Lease[];
  /** Gives everything up; the caller has ended all work on the shards. */
  readonly leave: () => Promise<void>;
};

export type LeaseKeeperContext = {
  readonly store: LeaseStore;
  readonly owner: string;
  readonly shards: number;
  readonly ttlMs: number;
  /** Monotonic, in ms. */
  readonly nowMs: () => number;
  /** Resolves when nothing more is being done with the shard. */
  readonly settle: (shard: number) => Promise<void>;
  /** Told after new shards were claimed. */
  readonly onClaimed: () => void;
  readonly log: MessagingLog;
  readonly metrics: MessagingMetrics;
};

/** Holds a relay's fair share of the shards, by leases that it renews round by round. */
export const leaseKeeper = (context: LeaseKeeperContext): LeaseKeeper => {
  const { store, owner, shards, ttlMs, nowMs, settle, log, metrics } = context;
  const held = heldLeases(nowMs);

  const renew = async (): Promise<void> => {
    const validUntilMs = nowMs() + ttlMs;
    const rows = await store.renew(held.all());
    for (const { shard, epoch } of held.renewed(rows, validUntilMs)) {
      log.warn({ shard, epoch }, 'an outbox lease was lost');
    }
  };

  const release = async (lease: Lease): Promise<void> => {
    try {
      await settle(lease.shard);
      await store.release(lease);
    } catch (error) {
      // It is renewed no more, so it expires.
      log.warn({ shard: lease.shard, error: String(error) }, 'an outbox lease was not released');
    } finally {
      held.drop(lease);
    }
  };

  const claim = async (limit: number): Promise<void> => {
    const validUntilMs = nowMs() + ttlMs;
    const rows = await store.acquire(limit);
    for (const row of rows) {
      held.take(row, validUntilMs);
      metrics.gauge('outbox_lease_epoch', Number(row.epoch), { shard: String(row.shard) });
    }
    if (rows.length > 0) context.onClaimed();
  };

  return {
    round: async () => {
      const live = await store.announce();
      await renew();
      const share = fairShare(owner, live, shards);
      // Not awaited: a shard's last batch may take longer than the renewal of the others can wait.
      for (const lease of held.giveUp(held.kept() - share)) void release(lease);
      const missing = share - held.all().length;
      if (missing > 0) await claim(missing);
      metrics.gauge('outbox_leases_held', held.kept(), {});
    },
    valid: held.valid,
    leave: async () => {
      for (const lease of held.all()) {
        held.drop(lease);
        await store.release(lease);
      }
      await store.leave();
    },
  };
};
