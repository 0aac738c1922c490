import { randomBytes } from 'node:crypto';
import { defineTopic } from '@outcry/contracts';
import { describeTransport, testServers } from '@outcry/testing';
import { createKafkaTopics } from './create-topics';
import { createKafkaTransport } from './kafka-transport';

describeTransport('Kafka', async () => {
  const connection = { brokers: testServers().kafkaBrokers, clientId: 'conformance' };
  const topicPrefix = `test-${randomBytes(4).toString('hex')}.`;
  const transport = createKafkaTransport({ ...connection, topicPrefix });
  let topics = 0;
  return {
    transport,
    createTopic: async () => {
      topics += 1;
      const topic = defineTopic({
        name: `conformance.topic-${topics}.v1`,
        kind: 'event',
        owner: 'conformance',
        partitions: 3,
        key: 'anything',
        description: 'Used by one test.',
      });
      await createKafkaTopics(connection, [topic], { topicPrefix });
      return topic.name;
    },
    close: transport.close,
  };
});
