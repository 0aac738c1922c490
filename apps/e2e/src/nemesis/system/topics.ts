import { randomBytes } from 'node:crypto';
import { allTopics } from '@outcry/contracts';
import { createKafkaTopics } from '@outcry/messaging';
import type { Admin, Consumer, KafkaMessage } from 'kafkajs';
import { quietKafka } from './servers';
import { waitFor } from './waiting';

/** A record as it lies on the broker; `topic` without the prefix of the seed. */
export type TopicRecord = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
};

export type GroupPlace = {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** -1 before the first commit. */
  readonly committed: bigint;
  readonly low: bigint;
  readonly end: bigint;
};

/** Who reads what: contracts have no table of it, and the checker must not ask the services. */
export const GROUPS: Readonly<Record<string, readonly string[]>> = {
  ledger: ['ledger.command.v1'],
  'bidding.ledger-answers': ['ledger.hold.v1', 'ledger.transfer.v1'],
  notification: ['bidding.auction.v1', 'bidding.paddle.v1'],
  'notification.live': ['bidding.auction.v1'],
};

export type Topics = {
  readonly prefix: string;
  readonly brokers: readonly string[];
  readonly names: readonly string[];
  readonly readAll: () => Promise<TopicRecord[]>;
  readonly places: () => Promise<GroupPlace[]>;
  /** Puts a stopped group at the first record of every partition. */
  readonly rewind: (group: string) => Promise<void>;
  readonly remove: () => Promise<void>;
};

const textOf = (value: unknown): string =>
  Buffer.isBuffer(value) ? value.toString() : String(value);

const recordOf = (topic: string, partition: number, message: KafkaMessage): TopicRecord => ({
  topic,
  partition,
  offset: BigInt(message.offset),
  key: message.key?.toString() ?? '',
  value: message.value?.toString() ?? null,
  headers: Object.fromEntries(
    Object.entries(message.headers ?? {}).map(([name, value]) => [name, textOf(value)]),
  ),
});

const withAdmin = async <T>(
  brokers: readonly string[],
  work: (admin: Admin) => Promise<T>,
): Promise<T> => {
  const admin = quietKafka(brokers).admin();
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};

type Ends = ReadonlyMap<string, { readonly low: bigint; readonly high: bigint }>;

const endsOf = async (admin: Admin, topics: readonly string[]): Promise<Ends> => {
  const ends = new Map<string, { low: bigint; high: bigint }>();
  for (const topic of topics)
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
      ends.set(`${topic}/${partition}`, { low: BigInt(low), high: BigInt(high) });
  return ends;
};

/** Reads every partition to the end that it had at the beginning. */
const readTo = async (
  consumer: Consumer,
  topics: readonly string[],
  ends: Ends,
  prefix: string,
): Promise<TopicRecord[]> => {
  const records: TopicRecord[] = [];
  const missing = new Set([...ends].filter(([, { low, high }]) => high > low).map(([at]) => at));
  if (missing.size === 0) return records;
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ topic, partition, message }) => {
      const at = `${topic}/${partition}`;
      const end = ends.get(at)?.high ?? 0n;
      if (BigInt(message.offset) >= end) return;
      records.push(recordOf(topic.slice(prefix.length), partition, message));
      if (BigInt(message.offset) === end - 1n) missing.delete(at);
    },
  });
  await waitFor(`the end of ${[...missing].join(', ')}`, () => missing.size === 0);
  return records;
};

const placesOf = async (admin: Admin, prefix: string): Promise<GroupPlace[]> => {
  const places: GroupPlace[] = [];
  for (const [group, topics] of Object.entries(GROUPS)) {
    const named = topics.map((topic) => prefix + topic);
    const ends = await endsOf(admin, named);
    const committed = await admin.fetchOffsets({ groupId: prefix + group, topics: named });
    for (const { topic, partitions } of committed)
      for (const { partition, offset } of partitions) {
        const { low, high } = ends.get(`${topic}/${partition}`) ?? { low: 0n, high: 0n };
        const place = { group, topic: topic.slice(prefix.length), partition };
        places.push({ ...place, committed: BigInt(offset), low, end: high });
      }
  }
  return places;
};

/** The topics of one seed under a prefix of their own. */
export const createTopics = async (brokers: readonly string[], prefix: string): Promise<Topics> => {
  const connection = { brokers, clientId: 'nemesis' };
  await createKafkaTopics(connection, allTopics, { topicPrefix: prefix, replicationFactor: 1 });
  const named = allTopics.map(({ name }) => prefix + name);
  return {
    prefix,
    brokers,
    names: allTopics.map(({ name }) => name),
    readAll: async () => {
      const ends = await withAdmin(brokers, (admin) => endsOf(admin, named));
      const groupId = `${prefix}reader-${randomBytes(4).toString('hex')}`;
      const consumer = quietKafka(brokers).consumer({ groupId, maxWaitTimeInMs: 200 });
      try {
        return await readTo(consumer, named, ends, prefix);
      } finally {
        await consumer.disconnect().catch(() => undefined);
      }
    },
    places: () => withAdmin(brokers, (admin) => placesOf(admin, prefix)),
    rewind: (group) =>
      withAdmin(brokers, async (admin) => {
        for (const topic of (GROUPS[group] ?? []).map((name) => prefix + name)) {
          const partitions = (await admin.fetchTopicOffsets(topic)).map(({ partition, low }) => ({
            partition,
            offset: low,
          }));
          await admin.setOffsets({ groupId: prefix + group, topic, partitions });
        }
      }),
    remove: () => withAdmin(brokers, (admin) => admin.deleteTopics({ topics: named })),
  };
};
