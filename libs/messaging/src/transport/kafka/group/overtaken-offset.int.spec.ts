import { randomBytes } from 'node:crypto';
import { defineTopic } from '@outcry/contracts';
import { eventually, testServers } from '@outcry/testing';
import type { IncomingRecord, Transport } from '../../transport';
import { silentLog } from '../../../telemetry';
import { createKafkaTopics } from '../create-topics';
import { createKafkaClient } from '../kafka-client';
import { createKafkaTransport } from '../kafka-transport';

const topic = defineTopic({
  ...{ name: 't.kept-briefly.v1', kind: 'event', owner: 'test', partitions: 1, key: 'anything' },
  description: 'Loses its oldest records in one test.',
});

describe('a group that began at the end and whose place retention has overtaken', () => {
  let transport: Transport;
  let prefix: string;
  const connection = () => ({ brokers: testServers().kafkaBrokers, clientId: 'overtaken' });
  beforeEach(async () => {
    prefix = `test-${randomBytes(4).toString('hex')}.`;
    await createKafkaTopics(connection(), [topic], { topicPrefix: prefix });
    transport = createKafkaTransport({ ...connection(), topicPrefix: prefix });
  });
  afterEach(() => transport.close());

  const send = async (values: readonly string[]): Promise<void> => {
    const producer = await transport.producer({ clientId: 'overtaken' });
    const records = values.map((value) => ({ key: 'k', value, headers: {} }));
    await producer.send([{ topic: topic.name, records }]);
    await producer.close();
  };
  const deleteBefore = async (offset: string): Promise<void> => {
    const admin = createKafkaClient({ ...connection(), log: silentLog }).admin();
    const name = prefix + topic.name;
    await admin.connect();
    try {
      // The client knows the leaders only of topics that it has been asked about.
      await admin.fetchTopicOffsets(name);
      await admin.deleteTopicRecords({ topic: name, partitions: [{ partition: 0, offset }] });
    } finally {
      await admin.disconnect();
    }
  };
  const subscribe = (received: IncomingRecord[]) =>
    transport.subscribe({
      group: 'reader',
      topics: [topic.name],
      from: 'latest',
      onBatch: async (batch) => {
        for (const record of batch.records) {
          received.push(record);
          batch.done(record.offset);
        }
      },
    });
  const valuesOf = (received: readonly IncomingRecord[]) =>
    received.map(({ value }) => value?.toString());

  it('goes on with the oldest record that is left, not behind the newest', async () => {
    await send(['a', 'b', 'c']);
    const first: IncomingRecord[] = [];
    const away = await subscribe(first);
    await eventually(() => expect(away.progress().assigned).toBe(1));
    await send(['d']);
    await eventually(() => expect(valuesOf(first)).toEqual(['d']));
    await away.stop();
    await send(['e', 'f', 'g', 'h']);
    await deleteBefore('6');
    const second: IncomingRecord[] = [];
    await subscribe(second);
    await eventually(() => expect(valuesOf(second)).toEqual(['g', 'h']));
    await send(['i']);
    await eventually(() => expect(valuesOf(second)).toEqual(['g', 'h', 'i']));
  });
});
