import type { TopicDefinition } from '@outcry/contracts';
import { silentLog } from '../../telemetry';
import { createKafkaClient, type KafkaConnection } from './kafka-client';
import { translateKafkaError } from './kafka-error';
import { untilKnown } from './until-known';

const settings = (topic: TopicDefinition): { name: string; value: string }[] => [
  // Never compacted: compaction keeps the last copy of a key, which may be a late repeat.
  { name: 'cleanup.policy', value: 'delete' },
  { name: 'retention.ms', value: String(topic.retentionMs) },
  { name: 'max.message.bytes', value: String(topic.maxMessageBytes) },
];

/**
 * Creates the topics that do not exist yet, with the registry's partitions and retention; existing
 * ones are left as they are.
 *
 * @param replicationFactor -1 leaves it to the broker's default
 * @returns how many were created
 */
export const createKafkaTopics = async (
  connection: Omit<KafkaConnection, 'log'> & Partial<Pick<KafkaConnection, 'log'>>,
  topics: readonly TopicDefinition[],
  { topicPrefix = '', replicationFactor = -1 } = {},
): Promise<number> => {
  const kafka = createKafkaClient({ ...connection, log: connection.log ?? silentLog });
  const admin = kafka.admin({ retry: { retries: 8, initialRetryTime: 100 } });
  try {
    await admin.connect();
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter(({ name }) => !existing.has(topicPrefix + name));
    if (missing.length === 0) return 0;
    const creation = admin.createTopics({
      waitForLeaders: true,
      topics: missing.map((topic) => ({
        topic: topicPrefix + topic.name,
        numPartitions: topic.partitions,
        replicationFactor,
        configEntries: settings(topic),
      })),
    });
    const names = missing.map(({ name }) => topicPrefix + name);
    await creation.catch((refusal: unknown) => untilKnown(admin, names, refusal));
    return missing.length;
  } catch (error) {
    throw translateKafkaError(error);
  } finally {
    await admin.disconnect();
  }
};
