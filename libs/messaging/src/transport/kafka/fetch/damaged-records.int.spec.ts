import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { defineTopic } from '@outcry/contracts';
import { eventually, testServers } from '@outcry/testing';
import type { ISocketFactory } from 'kafkajs';
import { createKafkaTopics } from '../create-topics';
import { createKafkaTransport } from '../kafka-transport';

const TOPIC = defineTopic({
  name: 't.damaged.v1',
  kind: 'event',
  owner: 'test',
  partitions: 1,
  key: 'anything',
  description: 'Used by one test.',
});

const VALUE = 'a value that is damaged on its way';

/** Sockets that change a bit of the value in the first answers that have it. */
const damaging = (times: number): { factory: ISocketFactory; left: () => number } => {
  let left = times;
  return {
    left: () => left,
    factory: ({ host, port, onConnect }) => {
      const socket = connect({ host, port }, onConnect);
      socket.prependListener('data', (data: Buffer) => {
        const at = data.indexOf(VALUE);
        if (at < 0 || left === 0) return;
        left -= 1;
        data[at] = (data[at] ?? 0) ^ 1;
      });
      return socket;
    },
  };
};

describe('records that are damaged on their way from the broker', () => {
  it('are never handed on as they are: they are fetched again', async () => {
    const topicPrefix = `test-${randomBytes(4).toString('hex')}.`;
    const connection = { brokers: testServers().kafkaBrokers, clientId: 'damaged' };
    await createKafkaTopics(connection, [TOPIC], { topicPrefix });
    const sockets = damaging(2);
    const transport = createKafkaTransport({
      ...{ ...connection, topicPrefix, socketFactory: sockets.factory },
    });
    const producer = await transport.producer({ clientId: 'p' });
    const records = [1, 2, 3].map((at) => ({ key: String(at), value: VALUE, headers: {} }));
    await producer.send([{ topic: TOPIC.name, records }]);
    await producer.close();
    const received: string[] = [];
    await transport.subscribe({
      group: 'g',
      topics: [TOPIC.name],
      from: 'earliest',
      onBatch: async (batch) => {
        received.push(...batch.records.map(({ value }) => value?.toString() ?? ''));
        batch.done(batch.records.at(-1)?.offset ?? -1n);
      },
    });
    await eventually(() => expect(received.length).toBeGreaterThanOrEqual(3));
    expect(sockets.left()).toBe(0);
    expect(new Set(received)).toEqual(new Set([VALUE]));
    await transport.close();
  });
});
