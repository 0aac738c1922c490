import { loadTypescript } from '../../typescript.mjs';
import { ExplainedError } from '../../bootstrap/explained-error.mjs';
import { quietKafka } from './kafka.mjs';
import { until } from '../host/until.mjs';

/**
 * Topics come from the registry of libs/contracts and from nowhere else.
 *
 * @typedef {{ name: string, partitions: number, retentionMs: number, maxMessageBytes: number }} Topic
 */

const CREATED_WITHIN_MS = 30_000;

/** @returns {Promise<Topic[]>} */
export const registeredTopics = async () => {
  const { allTopics } = await loadTypescript('libs/contracts/src/index.ts');
  return [...allTopics];
};

/**
 * Creates what is missing.
 * @param {string} brokers
 * @param {readonly Topic[]} topics
 * @param {number} replicationFactor
 * @returns {Promise<number>} How many were created.
 */
export const createTopics = async (brokers, topics, replicationFactor) => {
  const admin = quietKafka(brokers).admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter(({ name }) => !existing.has(name));
    if (missing.length > 0) {
      await admin.createTopics({
        topics: missing.map((topic) => creation(topic, replicationFactor)),
        waitForLeaders: false,
      });
    }
    await until(() => areAsRegistered(admin, topics), CREATED_WITHIN_MS, 'The topics');
    return missing.length;
  } finally {
    await admin.disconnect();
  }
};

/** @param {Topic} topic @param {number} replicationFactor */
const creation = (topic, replicationFactor) => ({
  topic: topic.name,
  numPartitions: topic.partitions,
  replicationFactor,
  configEntries: [
    { name: 'cleanup.policy', value: 'delete' },
    { name: 'retention.ms', value: String(topic.retentionMs) },
    { name: 'max.message.bytes', value: String(topic.maxMessageBytes) },
  ],
});

/**
 * @param {import('kafkajs').Admin} admin
 * @param {readonly Topic[]} topics
 * @throws {ExplainedError} If a topic has another number of partitions: keys would change place.
 */
const areAsRegistered = async (admin, topics) => {
  const metadata = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
  const byName = new Map(metadata.topics.map(({ name, partitions }) => [name, partitions]));
  for (const { name, partitions } of topics) {
    const found = byName.get(name)?.length;
    if (found !== undefined && found !== partitions) {
      throw new ExplainedError(
        `Topic ${name} has ${found} partitions and the registry says ${partitions}: give the topic ` +
          'its next version, or begin anew with `npm start -- --fresh`.',
      );
    }
  }
  return topics.every(({ name }) => byName.get(name)?.every(({ leader }) => leader >= 0));
};
