import type { Admin, Kafka } from 'kafkajs';
import { repeating, type Repeating } from '../../../repeating';
import type { SubscribeOptions } from '../../transport';
import { withinMs } from '../within';
import type { PartitionPositions } from './partition-positions';

const EVERY_MS = 15_000;
const CLOSE_WITHIN_MS = 2_000;

type Probed = Pick<PartitionPositions, 'names' | 'next' | 'end'>;

const topicOf = (name: string): string => name.slice(0, name.lastIndexOf('/'));

/** Asks the broker where the group is and where its partitions end. */
const ask = async (
  admin: Admin,
  { group, from }: Pick<SubscribeOptions, 'group' | 'from'>,
  positions: Probed,
): Promise<void> => {
  const topics = [...new Set(positions.names().map(topicOf))];
  if (topics.length === 0) return;
  const committed = await admin.fetchOffsets({ groupId: group, topics });
  for (const { topic, partitions } of committed) {
    const ends = new Map((await admin.fetchTopicOffsets(topic)).map((end) => [end.partition, end]));
    for (const { partition, offset } of partitions) {
      const end = ends.get(partition);
      if (end === undefined) continue;
      const name = `${topic}/${partition}`;
      // A group that has committed nothing yet: where it starts is known only for the earliest.
      if (Number(offset) >= 0) positions.next(name, BigInt(offset));
      else if (from === 'earliest') positions.next(name, BigInt(end.low));
      positions.end(name, BigInt(end.high));
    }
  }
};

/**
 * Keeps a subscription's positions true while its client fetches nothing: a client that has stalled
 * would never hear that records are waiting.
 */
export const groupProbe = (
  kafka: Kafka,
  options: Pick<SubscribeOptions, 'group' | 'from'>,
  positions: Probed,
  everyMs = EVERY_MS,
): Repeating => {
  let admin: Admin | undefined;

  const close = async (): Promise<void> => {
    const closing = admin?.disconnect();
    admin = undefined;
    if (closing !== undefined) await withinMs(CLOSE_WITHIN_MS, closing);
  };

  const round = async (): Promise<void> => {
    if (positions.names().length === 0) return;
    if (admin === undefined) {
      admin = kafka.admin();
      await admin.connect();
    }
    await ask(admin, options, positions);
  };

  // A failure means only that the next round begins with a new connection.
  const rounds = repeating(everyMs, round, () => void close());
  return {
    start: rounds.start,
    stop: async () => {
      await withinMs(CLOSE_WITHIN_MS, rounds.stop());
      await close();
    },
  };
};
