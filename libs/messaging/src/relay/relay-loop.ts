import { isOperationalError } from '@outcry/kernel';
import { backoffMs } from '../backoff';
import { isSimulatedCrash } from '../failpoint';
import type { MessagingLog } from '../telemetry';
import type { Lease } from './lease/held-leases';
import type { ShardRead } from './publish/shard-drain';
import { relayTrouble } from './relay-trouble';
import type { PollGate } from './wake/poll-gate';

const BACKOFF = { firstMs: 100, capMs: 2_000 };

export type RelayLoopContext = {
  /** The first rows of a shard; reads of several shards that are asked for at once are one. */
  readonly read: (lease: Lease) => Promise<ShardRead>;
  readonly gate: PollGate;
  readonly validLeases: () => readonly Lease[];
  /** Publishes what was read of a shard and what else is pending, while `active` answers true. */
  readonly drain: (lease: Lease, first: ShardRead, active: () => boolean) => Promise<void>;
  readonly log: MessagingLog;
};

export type RelayLoop = {
  /** Looks for pending rows again and again; resolves after {@link stop} has been called. */
  readonly run: () => Promise<void>;
  /** Resolves when the shard is not being drained. */
  readonly settle: (shard: number) => Promise<void>;
  /** Resolves when the drains have finished their batches in flight. */
  readonly stop: () => Promise<void>;
};

const isLeaseLost = (error: unknown): boolean =>
  isOperationalError(error) && error.code === 'outbox_lease_lost';

/**
 * Starts a drain for every shard in hand in which something is pending, one per shard at a time.
 * After a failure it rests with backoff: while the broker is down the outbox fills, nothing is
 * lost.
 */
export const relayLoop = (context: RelayLoopContext): RelayLoop => {
  const { gate, validLeases, log } = context;
  const drains = new Map<number, Promise<void>>();
  let stopping = false;
  const trouble = relayTrouble(log);

  const drain = async (lease: Lease, first: ShardRead): Promise<void> => {
    try {
      await context.drain(lease, first, () => !stopping && lease.isValid());
      trouble.recovered();
    } catch (error) {
      // As after a kill: nothing more is begun.
      if (isSimulatedCrash(error)) stopping = true;
      // Another relay has the shard now: nothing is wrong with this one.
      if (!isLeaseLost(error)) {
        trouble.failed(error, { shard: lease.shard }, 'an outbox shard was not drained');
      }
    } finally {
      drains.delete(lease.shard);
      // A wake-up during the last read would otherwise be noticed only by the next poll.
      if (first.wakes !== gate.wakes() || trouble.failures() > 0) gate.wake();
    }
  };

  const look = async (): Promise<void> => {
    const idle = validLeases().filter(({ shard }) => !drains.has(shard));
    if (idle.length === 0) return;
    const reads = await Promise.all(
      idle.map(async (lease) => ({ lease, first: await context.read(lease) })),
    );
    const pending = reads.filter(({ first }) => first.rows.length > 0);
    for (const { lease, first } of pending) drains.set(lease.shard, drain(lease, first));
    if (pending.length > 0) gate.busy();
    else if (drains.size === 0) trouble.recovered();
  };

  const run = async (): Promise<void> => {
    while (!stopping) {
      try {
        await look();
      } catch (error) {
        trouble.failed(error, {}, 'the outbox could not be read');
      }
      if (trouble.failures() === 0) await gate.idle();
      // Also for a drain that failed while this was idle.
      const failures = trouble.failures();
      if (failures > 0) await gate.pause(backoffMs(failures - 1, BACKOFF));
    }
  };

  let running: Promise<void> = Promise.resolve();
  return {
    run: () => {
      running = run();
      return running;
    },
    settle: async (shard) => drains.get(shard),
    stop: async () => {
      stopping = true;
      gate.interrupt();
      await running;
      await Promise.all(drains.values());
    },
  };
};
