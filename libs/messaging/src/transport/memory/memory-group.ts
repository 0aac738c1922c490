import type { MemoryLog } from './memory-log';

/** One partition in a group's hands. */
export type Assignment = { readonly topic: string; readonly partition: number };

/** What a group needs of a member: to be told its partitions, and to have let go of the others. */
export type GroupMember = {
  readonly topics: readonly string[];
  /** Resolves when every batch of a partition that is not in `partitions` has ended. */
  readonly assign: (partitions: readonly Assignment[]) => Promise<void>;
};

/**
 * A consumer group: committed offsets, and the partitions dealt out over its members. As in Kafka,
 * a change of members first takes every partition away and deals again once all running batches
 * have ended.
 */
export type MemoryGroup = {
  readonly committed: (of: Assignment, from: 'earliest' | 'latest') => number;
  readonly commit: (of: Assignment, next: number) => void;
  readonly join: (member: GroupMember) => void;
  readonly leave: (member: GroupMember) => Promise<void>;
};

const nameOf = ({ topic, partition }: Assignment): string => `${topic}/${partition}`;

export const memoryGroup = (log: MemoryLog): MemoryGroup => {
  const offsets = new Map<string, number>();
  let members: readonly GroupMember[] = [];
  let round = 0;
  let rebalancing: Promise<void> = Promise.resolve();

  const deal = (): Map<GroupMember, Assignment[]> => {
    const hands = new Map<GroupMember, Assignment[]>(members.map((member) => [member, []]));
    const topics = [...new Set(members.flatMap((member) => member.topics))].sort();
    for (const topic of topics) {
      const readers = members.filter((member) => member.topics.includes(topic));
      for (let partition = 0; partition < log.partitionCount(topic); partition += 1) {
        const reader = readers[partition % readers.length] as GroupMember;
        hands.get(reader)?.push({ topic, partition });
      }
    }
    return hands;
  };

  const rebalance = (former: readonly GroupMember[]): Promise<void> => {
    round += 1;
    const current = round;
    const released = Promise.all([...former, ...members].map((member) => member.assign([])));
    rebalancing = Promise.all([rebalancing, released]).then(async () => {
      // A later change has begun its own round, which deals for both.
      if (current !== round) return;
      await Promise.all([...deal()].map(([member, hand]) => member.assign(hand)));
    });
    return rebalancing;
  };

  return {
    committed: (of, from) => {
      const known = offsets.get(nameOf(of));
      if (known !== undefined) return known;
      const start = from === 'earliest' ? 0 : log.end(of.topic, of.partition);
      offsets.set(nameOf(of), start);
      return start;
    },
    commit: (of, next) => {
      if (next > (offsets.get(nameOf(of)) ?? 0)) offsets.set(nameOf(of), next);
    },
    join: (member) => {
      const former = members;
      members = [...members, member];
      void rebalance(former);
    },
    leave: async (member) => {
      members = members.filter((other) => other !== member);
      await rebalance([member]);
    },
  };
};
