import { randomBytes } from 'node:crypto';
import { defineTopic } from '@outcry/contracts';
import { testServers } from '@outcry/testing';
import type { Kafka } from 'kafkajs';
import { silentLog } from '../../../telemetry';
import { createKafkaTopics } from '../create-topics';
import { createKafkaClient } from '../kafka-client';
import { latestOffsets } from './first-offsets';

describe('the first offsets of a group that begins at the end', () => {
  let kafka: Kafka;
  let prefix: string;
  const connection = () => ({ brokers: testServers().kafkaBrokers, clientId: 'first-offsets' });
  const createTopic = async (name: string): Promise<string> => {
    const topic = defineTopic({
      ...{ name, kind: 'event', owner: 'test', partitions: 2, key: 'anything' },
      description: 'Used by one test.',
    });
    await createKafkaTopics(connection(), [topic], { topicPrefix: prefix });
    return prefix + name;
  };
  const fill = async (topic: string, partition: number, count: number): Promise<void> => {
    const producer = kafka.producer();
    await producer.connect();
    const messages = Array.from({ length: count }, () => ({ partition, value: 'x' }));
    await producer.send({ topic, messages });
    await producer.disconnect();
  };

  beforeEach(() => {
    prefix = `test-${randomBytes(4).toString('hex')}.`;
    kafka = createKafkaClient({ ...connection(), log: silentLog });
  });

  it('are the ends of the first look, however long ago that was', async () => {
    const topic = await createTopic('t.noted.v1');
    await fill(topic, 0, 3);
    const offsets = latestOffsets(kafka, `${prefix}g`, [topic]);
    await offsets.note();
    await fill(topic, 0, 2);
    await offsets.note();
    await expect(offsets.missing({ [topic]: [0, 1] })).resolves.toEqual([
      { topic, partition: 0, offset: '3' },
      { topic, partition: 1, offset: '0' },
    ]);
  });

  it('are missing only where the group has committed nothing', async () => {
    const topic = await createTopic('t.kept.v1');
    const admin = kafka.admin();
    await admin.connect();
    const partitions = [{ partition: 0, offset: '0' }];
    await admin.setOffsets({ groupId: `${prefix}g`, topic, partitions });
    await admin.disconnect();
    await fill(topic, 0, 3);
    const offsets = latestOffsets(kafka, `${prefix}g`, [topic]);
    await offsets.note();
    await expect(offsets.missing({ [topic]: [0] })).resolves.toEqual([]);
    await expect(offsets.missing({ [topic]: [0, 1] })).resolves.toEqual([
      { topic, partition: 1, offset: '0' },
    ]);
  });

  it('are not missing where retention has overtaken the group, which the client mends', async () => {
    const topic = await createTopic('t.overtaken.v1');
    const admin = kafka.admin();
    await admin.connect();
    const partitions = [{ partition: 0, offset: '-2' }];
    await admin.setOffsets({ groupId: `${prefix}g`, topic, partitions });
    await admin.disconnect();
    const offsets = latestOffsets(kafka, `${prefix}g`, [topic]);
    await offsets.note();
    await expect(offsets.missing({ [topic]: [0] })).resolves.toEqual([]);
  });

  it('are the beginning in a topic that was not there when they were noted', async () => {
    const offsets = latestOffsets(kafka, `${prefix}g`, [`${prefix}t.later.v1`]);
    await offsets.note();
    const topic = await createTopic('t.later.v1');
    await fill(topic, 1, 3);
    await expect(offsets.missing({ [topic]: [1] })).resolves.toEqual([
      { topic, partition: 1, offset: '0' },
    ]);
  });
});
