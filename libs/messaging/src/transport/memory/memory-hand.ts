import { OperationalError } from '@outcry/kernel';
import type { PartitionBatch, SubscribeOptions } from '../transport';
import type { Assignment, MemoryGroup } from './memory-group';
import type { MemoryLog } from './memory-log';

const MAX_RECORDS = 500;
/** How long a partition rests when a batch came to nothing, so its redelivery does not spin. */
const REST_MS = 10;

export type MemoryHandContext = {
  readonly log: MemoryLog;
  readonly group: MemoryGroup;
  /** False while a test has the broker down. */
  readonly isUp: () => boolean;
  readonly nowMs: () => number;
  readonly onBatch: SubscribeOptions['onBatch'];
  /** Told whenever something was marked done. */
  readonly advanced: () => void;
};

/** One partition in a member's hands, from its assignment until it is revoked. */
export type MemoryHand = {
  /** Hands out what is there, one batch at a time; does nothing if that is already going on. */
  readonly pump: () => void;
  /** Resolves when the running batch has ended. */
  readonly revoke: () => Promise<void>;
  readonly lag: () => bigint;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const lost = (): OperationalError =>
  new OperationalError('kafka_rebalance_in_progress', 'the partition has been lost', {
    retryable: true,
  });

export const memoryHand = (
  { log, group, isUp, onBatch, advanced }: MemoryHandContext,
  of: Assignment,
  from: 'earliest' | 'latest',
): MemoryHand => {
  const { topic, partition } = of;
  let next = group.committed(of, from);
  let revoked = false;
  let running: Promise<void> | undefined;

  const end = (): number => log.end(topic, partition);
  const hasWork = (): boolean => !revoked && isUp() && next < end();

  const batch = (): PartitionBatch => ({
    topic,
    partition,
    records: log.read(topic, partition, next, MAX_RECORDS),
    highWatermark: BigInt(end()),
    done: (offset) => {
      next = Math.max(next, Number(offset) + 1);
      group.commit(of, next);
      advanced();
    },
    heartbeat: async () => {
      if (revoked) throw lost();
    },
    isStale: () => revoked,
  });

  const consume = async (): Promise<void> => {
    // A turn of the event loop between batches: a stop is never starved by a full partition.
    for (await pause(0); hasWork(); await pause(0)) {
      const before = next;
      await onBatch(batch()).catch(() => undefined);
      if (next === before) await pause(REST_MS);
    }
  };

  const pump = (): void => {
    if (running !== undefined || !hasWork()) return;
    running = consume().finally(() => {
      running = undefined;
      pump();
    });
  };

  return {
    pump,
    revoke: async () => {
      revoked = true;
      await running;
    },
    lag: () => BigInt(end() - next),
  };
};
