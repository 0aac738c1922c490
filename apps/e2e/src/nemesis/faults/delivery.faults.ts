import { quietKafka } from '../system/servers';
import type { TopicRecord } from '../system/topics';
import type { Fault, World } from './fault';

const COPIES = 40;

const sendAgain = async (
  { topics, redelivered }: World,
  records: readonly TopicRecord[],
): Promise<void> => {
  const producer = quietKafka(topics.brokers).producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    for (const { topic, partition, key, value, headers } of records) {
      const id = headers['ce_id'] ?? '';
      // Counted before: a copy whose acknowledgement is lost was perhaps stored.
      redelivered.set(id, (redelivered.get(id) ?? 0) + 1);
      const message = { key, value, headers: { ...headers }, partition };
      await producer.send({ topic: topics.prefix + topic, messages: [message] });
    }
  } finally {
    await producer.disconnect().catch(() => undefined);
  }
};

/**
 * Old records again, in no order: what a relay that lost its lease may still append. Same bytes.
 */
const deliverAgain: Fault = {
  name: 'delivery.duplicate-and-reorder',
  touches: () => ['kafka'],
  inflict: async (world, random) => {
    const records = (await world.topics.readAll()).filter(({ topic }) => !topic.endsWith('.dlq'));
    await sendAgain(world, random.shuffled(records.slice(-400)).slice(0, COPIES));
  },
};

export const deliveryFaults: readonly Fault[] = [deliverAgain];
