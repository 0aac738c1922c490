import { OperationalError } from '@outcry/kernel';
import type { PartitionBatch, SubscribeOptions, Subscription } from '../transport';
import type { Assignment, GroupMember, MemoryGroup } from './memory-group';
import type { MemoryLog } from './memory-log';

const MAX_RECORDS = 500;
/** How long a partition rests when a batch came to nothing, so that its redelivery does not spin. */
const REST_MS = 10;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** One partition in this member's hands, from its assignment until it is taken away. */
type Hand = Assignment & { next: number; revoked: boolean; running: Promise<void> | undefined };

export type MemorySubscriptionContext = {
  readonly log: MemoryLog;
  readonly group: MemoryGroup;
  /** False while a test has the broker down. */
  readonly isUp: () => boolean;
  readonly nowMs: () => number;
};

const lost = (): OperationalError =>
  new OperationalError('kafka_rebalance_in_progress', 'the partition has been lost', {
    retryable: true,
  });

/** A member of a group over the in-memory log; one batch at a time per partition. */
export const memorySubscription = (
  { log, group, isUp, nowMs }: MemorySubscriptionContext,
  { topics, from, onBatch }: SubscribeOptions,
): Subscription => {
  let hands: Hand[] = [];
  let advancedMs = nowMs();

  const open = (hand: Hand): PartitionBatch => {
    const { topic, partition } = hand;
    const records = log.read(topic, partition, hand.next, MAX_RECORDS);
    return {
      topic,
      partition,
      records,
      highWatermark: BigInt(log.end(topic, partition)),
      done: (offset) => {
        group.commit(hand, Number(offset) + 1);
        hand.next = Math.max(hand.next, Number(offset) + 1);
        advancedMs = nowMs();
      },
      heartbeat: async () => {
        if (hand.revoked) throw lost();
      },
      isStale: () => hand.revoked,
    };
  };

  const consume = async (hand: Hand): Promise<void> => {
    while (!hand.revoked && isUp() && hand.next < log.end(hand.topic, hand.partition)) {
      const before = hand.next;
      // A macrotask between batches: a rebalance or a stop is never starved by a full partition.
      await pause(0);
      if (hand.revoked) return;
      await onBatch(open(hand)).catch(() => undefined);
      if (hand.next === before) await pause(REST_MS);
    }
  };

  const pump = (hand: Hand): void => {
    if (hand.running !== undefined || hand.revoked) return;
    hand.running = consume(hand).finally(() => {
      hand.running = undefined;
      if (!hand.revoked && isUp() && hand.next < log.end(hand.topic, hand.partition)) pump(hand);
    });
  };

  const member: GroupMember = {
    topics,
    assign: async (partitions) => {
      const former = hands;
      former.forEach((hand) => (hand.revoked = true));
      hands = partitions.map((of) => ({
        ...of,
        next: group.committed(of, from),
        revoked: false,
        running: undefined,
      }));
      advancedMs = nowMs();
      await Promise.all(former.map(({ running }) => running));
      hands.forEach(pump);
    },
  };

  const unlisten = log.onAppend(() => hands.forEach(pump));
  group.join(member);

  const lag = (): bigint =>
    hands.reduce(
      (sum, { topic, partition, next }) => sum + BigInt(log.end(topic, partition) - next),
      0n,
    );
  let left: Promise<void> | undefined;
  return {
    stop: () => {
      unlisten();
      left ??= group.leave(member);
      return left;
    },
    progress: () => {
      if (lag() === 0n) advancedMs = nowMs();
      return {
        brokerReachable: isUp(),
        lag: lag(),
        lastAdvanceMs: advancedMs,
        assigned: hands.length,
      };
    },
  };
};
