import type { Database } from '../sql';
import type { MessagingLog, MessagingMetrics } from '../telemetry';
import { fairShare } from './fair-share';
import {
  acquireLeases,
  announceRelay,
  leaveRelays,
  releaseLease,
  renewLeases,
  type LeaseRow,
} from './lease.sql';

/** A lease in hand. It may be acted on only while {@link isValid} says so. */
export type Lease = LeaseRow & {
  readonly isValid: () => boolean;
};

type Held = Lease & { validUntilMs: number; givenUp: boolean };

export type LeaseKeeper = {
  /** One round: announce, renew, give up what exceeds the fair share, claim what is missing. */
  readonly round: () => Promise<void>;
  readonly valid: () => readonly Lease[];
  /** Gives everything up; the caller has ended all work on the shards. */
  readonly leave: () => Promise<void>;
};

export type LeaseKeeperContext = {
  readonly database: Database;
  readonly owner: string;
  readonly shards: number;
  readonly ttlMs: number;
  /** Monotonic, in ms. */
  readonly nowMs: () => number;
  /** Resolves when nothing more is being done with the shard. */
  readonly settle: (shard: number) => Promise<void>;
  readonly log: MessagingLog;
  readonly metrics: MessagingMetrics;
};

/**
 * Holds the fair share of the shards.
 *
 * A lease: claimed → (renewed)* → expired locally, or given up → settled → released.
 * Its validity is counted from before the statement that claimed or renewed it, so that it always ends
 * here before the database ends it.
 */
export const leaseKeeper = ({
  database,
  owner,
  shards,
  ttlMs,
  nowMs,
  settle,
  log,
  metrics,
}: LeaseKeeperContext): LeaseKeeper => {
  const held = new Map<number, Held>();

  const isActive = (lease: Held): boolean => !lease.givenUp && nowMs() < lease.validUntilMs;

  const take = ({ shard, epoch }: LeaseRow, validUntilMs: number): void => {
    const lease: Held = {
      shard,
      epoch,
      validUntilMs,
      givenUp: false,
      isValid: () => isActive(lease),
    };
    held.set(shard, lease);
    metrics.gauge('outbox_lease_epoch', Number(epoch), { shard: String(shard) });
  };

  const drop = (lease: Held): void => {
    lease.givenUp = true;
    if (held.get(lease.shard) === lease) held.delete(lease.shard);
  };

  const renew = async (): Promise<void> => {
    const validUntilMs = nowMs() + ttlMs;
    const renewed = await renewLeases(database, owner, ttlMs, [...held.values()]);
    const epochs = new Map(renewed.map(({ shard, epoch }) => [shard, epoch]));
    for (const lease of [...held.values()]) {
      if (epochs.get(lease.shard) === lease.epoch) lease.validUntilMs = validUntilMs;
      else {
        log.warn({ shard: lease.shard, epoch: lease.epoch }, 'an outbox lease was lost');
        drop(lease);
      }
    }
  };

  const giveUp = async (lease: Held): Promise<void> => {
    lease.givenUp = true;
    await settle(lease.shard);
    await releaseLease(database, owner, lease);
    drop(lease);
  };

  const giveUpSurplus = (surplus: number): void => {
    const chosen = [...held.values()].filter((lease) => !lease.givenUp).slice(-surplus);
    for (const lease of chosen) {
      // What cannot be released now expires: the renewals go on, so it must be forgotten here.
      giveUp(lease).catch((error: unknown) => {
        drop(lease);
        log.warn({ shard: lease.shard, error: String(error) }, 'an outbox lease was not released');
      });
    }
  };

  return {
    round: async () => {
      const live = await announceRelay(database, owner, ttlMs);
      await renew();
      const share = fairShare(owner, live, shards);
      const active = [...held.values()].filter((lease) => !lease.givenUp).length;
      if (active > share) giveUpSurplus(active - share);
      if (held.size < share) {
        const validUntilMs = nowMs() + ttlMs;
        const acquired = await acquireLeases(database, owner, ttlMs, share - held.size);
        acquired.forEach((lease) => take(lease, validUntilMs));
      }
      metrics.gauge('outbox_leases_held', held.size, {});
    },
    valid: () => [...held.values()].filter(isActive),
    leave: async () => {
      for (const lease of [...held.values()]) {
        drop(lease);
        await releaseLease(database, owner, lease);
      }
      await leaveRelays(database, owner);
    },
  };
};
