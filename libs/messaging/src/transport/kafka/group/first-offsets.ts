import type { Admin, Kafka } from 'kafkajs';
import { translateKafkaError } from '../kafka-error';

export type Place = { readonly topic: string; readonly partition: number; readonly offset: string };
export type Assignment = Readonly<Record<string, readonly number[]>>;

/** Where a group begins in the partitions in which it has committed nothing yet. */
export type FirstOffsets = {
  /** Called before every join; remembers what it found the first time. */
  readonly note: () => Promise<void>;
  /** The places still to be committed for these partitions, whose topics carry the prefix. */
  readonly missing: (assigned: Assignment) => Promise<readonly Place[]>;
};

/** The client begins at the earliest by itself, also after any number of restarts. */
export const earliestOffsets: FirstOffsets = {
  note: async () => undefined,
  missing: async () => [],
};

/**
 * The broker's word for no commit. Other negative offsets are commits: the client commits -2, the
 * beginning, where retention has overtaken a group, and takes it from there.
 */
const NO_COMMIT = '-1';
const UNKNOWN_TOPIC = 'kafka_unknown_topic_or_partition';

/** The ends of a topic's partitions; none for a topic that is not there yet. */
const endsOf = async (admin: Admin, topic: string): Promise<readonly Place[]> => {
  try {
    const ends = await admin.fetchTopicOffsets(topic);
    return ends.map(({ partition, high }) => ({ topic, partition, offset: high }));
  } catch (error) {
    if (translateKafkaError(error).code === UNKNOWN_TOPIC) return [];
    throw error;
  }
};

const nameOf = ({ topic, partition }: Omit<Place, 'offset'>): string => `${topic}/${partition}`;

/**
 * A group that is to begin at the end has its place in a partition only once something of it is
 * committed: a member that came back before that would begin at the end of that later moment, and
 * skip what was sent meanwhile. So the ends are noted before the first join, and whoever is given
 * a partition without a commit commits the noted end. A partition that was not there when the ends
 * were noted is read from its first record on.
 *
 * @param topics with their prefix
 */
export const latestOffsets = (
  kafka: Kafka,
  group: string,
  topics: readonly string[],
): FirstOffsets => {
  let noted: ReadonlyMap<string, string> | undefined;
  const committed = new Set<string>();

  const withAdmin = async <T>(work: (admin: Admin) => Promise<T>): Promise<T> => {
    const admin = kafka.admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      // What was asked has been answered: how the connection ends is no one's concern.
      admin.disconnect().catch(() => undefined);
    }
  };

  return {
    note: async () => {
      noted ??= await withAdmin(async (admin) => {
        const ends = await Promise.all(topics.map((topic) => endsOf(admin, topic)));
        return new Map(ends.flat().map((place) => [nameOf(place), place.offset]));
      });
    },
    missing: async (assigned) => {
      const open = Object.entries(assigned)
        .flatMap(([topic, partitions]) => partitions.map((partition) => ({ topic, partition })))
        .filter((one) => !committed.has(nameOf(one)));
      if (open.length === 0) return [];
      const found = await withAdmin((admin) =>
        admin.fetchOffsets({ groupId: group, topics: [...new Set(open.map((one) => one.topic))] }),
      );
      for (const { topic, partitions } of found) {
        for (const { partition, offset } of partitions) {
          if (offset !== NO_COMMIT) committed.add(nameOf({ topic, partition }));
        }
      }
      return open
        .filter((one) => !committed.has(nameOf(one)))
        .map((one) => ({ ...one, offset: noted?.get(nameOf(one)) ?? '0' }));
    },
  };
};
