import type { SubscribeOptions, Subscription } from '../transport';
import type { GroupMember } from './memory-group';
import { memoryHand, type MemoryHand, type MemoryHandContext } from './memory-hand';

/** A member of a group over the in-memory log. */
export const memorySubscription = (
  context: Omit<MemoryHandContext, 'onBatch' | 'advanced'>,
  { topics, from, onBatch }: SubscribeOptions,
): Subscription => {
  const { log, group, isUp, nowMs } = context;
  let hands: readonly MemoryHand[] = [];
  let advancedMs = nowMs();
  const advanced = (): void => {
    advancedMs = nowMs();
  };

  const member: GroupMember = {
    topics,
    assign: async (partitions) => {
      const former = hands;
      hands = partitions.map((of) => memoryHand({ ...context, onBatch, advanced }, of, from));
      advanced();
      await Promise.all(former.map((hand) => hand.revoke()));
      hands.forEach((hand) => hand.pump());
    },
  };
  const unlisten = log.onAppend(() => hands.forEach((hand) => hand.pump()));
  group.join(member);

  let left: Promise<void> | undefined;
  return {
    stop: () => {
      unlisten();
      left ??= group.leave(member);
      return left;
    },
    progress: () => {
      const lag = hands.reduce((sum, hand) => sum + hand.lag(), 0n);
      if (lag === 0n) advanced();
      return {
        brokerReachable: isUp(),
        lag,
        lastAdvanceMs: advancedMs,
        assigned: hands.length,
      };
    },
  };
};
