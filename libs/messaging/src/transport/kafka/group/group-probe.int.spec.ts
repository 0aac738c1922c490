import { randomBytes } from 'node:crypto';
import { defineTopic } from '@outcry/contracts';
import { eventually, testServers } from '@outcry/testing';
import { silentLog } from '../../../telemetry';
import { createKafkaTopics } from '../create-topics';
import { createKafkaClient } from '../kafka-client';
import { createKafkaTransport } from '../kafka-transport';
import { groupProbe } from './group-probe';
import { partitionPositions } from './partition-positions';

describe('the probe of a consumer group', () => {
  const cleanUp: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of cleanUp.splice(0).reverse()) await close();
  });

  it('tells what waits although no client of the group fetches', async () => {
    const connection = { brokers: testServers().kafkaBrokers, clientId: 'probe' };
    const topicPrefix = `test-${randomBytes(4).toString('hex')}.`;
    const topic = defineTopic({
      ...{ name: 'probe.topic.v1', kind: 'event', owner: 'test', partitions: 1 },
      ...{ key: 'anything', description: 'Used by one test.' },
    } as const);
    await createKafkaTopics(connection, [topic], { topicPrefix });
    const transport = createKafkaTransport({ ...connection, topicPrefix });
    const producer = await transport.producer({ clientId: 'p' });
    const send = (count: number): Promise<void> =>
      producer.send([
        {
          topic: topic.name,
          records: Array.from({ length: count }, () => ({ key: 'k', value: 'v', headers: {} })),
        },
      ]);
    await send(5);

    const positions = partitionPositions(() => Date.now());
    positions.assign([`${topicPrefix}${topic.name}/0`]);
    const kafka = createKafkaClient({ ...connection, log: silentLog });
    const group = `${topicPrefix}group`;
    const probe = groupProbe(kafka, { group, from: 'earliest' }, positions, 50);
    const late = partitionPositions(() => Date.now());
    late.assign(positions.names());
    const lateProbe = groupProbe(kafka, { group: `${group}-2`, from: 'latest' }, late, 50);
    cleanUp.push(transport.close, producer.close, probe.stop, lateProbe.stop);
    void probe.start();
    void lateProbe.start();
    await eventually(() => expect(positions.lag()).toBe(5n));
    await send(2);
    await eventually(() => expect(positions.lag()).toBe(7n));
    // Where a group that starts at the latest offset will start is not known yet.
    expect(late.lag()).toBe(0n);

    const subscription = await transport.subscribe({
      group: 'group', // The transport puts the prefix before it.
      topics: [topic.name],
      from: 'earliest',
      onBatch: async ({ records, done }) => done(records.at(-1)?.offset ?? -1n),
    });
    await eventually(() => expect(positions.lag()).toBe(0n));
    await subscription.stop();
  });
});
