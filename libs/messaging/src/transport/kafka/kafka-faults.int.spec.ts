import { randomBytes } from 'node:crypto';
import { bidding, defineTopic, type TopicDefinition } from '@outcry/contracts';
import { eventually, testServers } from '@outcry/testing';
import { faultySockets, type FaultySockets } from '../../../test/faulty-sockets';
import { expectFaithful, moved, outboxRig, TOPIC, upTo } from '../../../test/outbox-rig';
import { partitionFor } from '../murmur2';
import type { IncomingRecord, PartitionBatch, SubscribeOptions, Transport } from '../transport';
import { createKafkaTopics } from './create-topics';
import { createKafkaTransport } from './kafka-transport';

const topicNamed = (name: string): TopicDefinition =>
  defineTopic({
    name,
    kind: 'event',
    owner: 'test',
    partitions: 3,
    key: 'anything',
    description: 'Used by one test.',
  });

describe('the Kafka transport under faults', () => {
  let sockets: FaultySockets;
  let transport: Transport;
  let topicPrefix: string;
  let warnings: string[];
  const connection = () => ({ brokers: testServers().kafkaBrokers, clientId: 'faults' });
  const warned = (warning: Error): void => void warnings.push(warning.name);

  beforeEach(() => {
    warnings = [];
    process.on('warning', warned);
    sockets = faultySockets();
    topicPrefix = `test-${randomBytes(4).toString('hex')}.`;
    transport = createKafkaTransport({
      ...connection(),
      topicPrefix,
      socketFactory: sockets.factory,
    });
  });
  afterEach(async () => {
    sockets.refuse(false);
    await transport.close();
    process.off('warning', warned);
    // kafkajs' own timers, unpatched, would have warned by now.
    expect(warnings).not.toContain('TimeoutNegativeWarning');
  });

  const createTopic = (definition: TopicDefinition): Promise<number> =>
    createKafkaTopics(connection(), [definition], { topicPrefix });
  const subscribe = (
    topic: string,
    onBatch: SubscribeOptions['onBatch'],
    more: Partial<SubscribeOptions> = {},
  ) =>
    transport.subscribe({
      group: 'g',
      topics: [topic],
      from: 'earliest',
      onBatch,
      ...more,
    });
  const collect = (into: IncomingRecord[]) => async (batch: PartitionBatch) => {
    into.push(...batch.records);
    batch.done(batch.records.at(-1)?.offset ?? -1n);
  };
  const numbered = (from: number, to: number) =>
    upTo(to - from + 1).map((at) => ({ key: 'a', value: String(from + at - 1), headers: {} }));
  const values = (records: readonly IncomingRecord[]): number[] =>
    records.map(({ value }) => Number(value?.toString()));

  it('stores a batch once when the answer to it was lost', async () => {
    await createTopic(topicNamed('t.once.v1'));
    const producer = await transport.producer({ clientId: 'p' });
    const send = (from: number, to: number): Promise<void> =>
      producer.send([{ topic: 't.once.v1', records: numbered(from, to) }]);
    await send(1, 10);
    sockets.loseProduceAnswers(2);
    await send(11, 20);
    await send(21, 25);
    expect(sockets.answersLost()).toBe(2);
    const received: IncomingRecord[] = [];
    await subscribe('t.once.v1', collect(received));
    await eventually(() => expect(received.length).toBeGreaterThanOrEqual(25));
    expect(values(received)).toEqual(upTo(25));
    await producer.close();
  });

  it('refuses a record whose stored headers are no JSON, and stores nothing of its request', async () => {
    await createTopic(topicNamed('t.broken.v1'));
    const broken = { key: 'b', value: '0', headers: {}, headersJson: '{broken' };
    const producer = await transport.producer({ clientId: 'p' });
    const records = [...numbered(1, 2), broken];
    await expect(producer.send([{ topic: 't.broken.v1', records }])).rejects.toMatchObject({
      code: 'record_unencodable',
      retryable: false,
    });
    await producer.close();
    const next = await transport.producer({ clientId: 'p' });
    await next.send([{ topic: 't.broken.v1', records: numbered(3, 4) }]);
    const received: IncomingRecord[] = [];
    await subscribe('t.broken.v1', collect(received));
    await eventually(() => expect(values(received)).toEqual([3, 4]));
    await next.close();
  });

  it('lets the relay lose nothing and keep order while answers are lost', async () => {
    await createTopic(topicNamed(TOPIC));
    const rig = await outboxRig();
    const keys = ['a', 'b', 'c', 'd', 'e'];
    const losing = setInterval(() => sockets.loseProduceAnswers(1), 60);
    await rig.relay({ transport, limits: { readRows: 20 } }).start();
    for (let sequence = 1; sequence <= 40; sequence += 1) {
      await rig.emit(...keys.map((key) => moved(key, sequence)));
    }
    await eventually(() => expect(sockets.answersLost()).toBeGreaterThan(2));
    clearInterval(losing);
    sockets.loseProduceAnswers(0);
    await eventually(async () => expect(await rig.pending()).toBe(0));
    const received: IncomingRecord[] = [];
    await subscribe(TOPIC, collect(received));
    const published = () =>
      received.map(({ key, headers, value }) => ({
        key: key ?? '',
        id: headers['ce_id'] ?? '',
        sequence: Number(headers['ce_sequence']),
        value: value?.toString() ?? null,
      }));
    await eventually(() =>
      expectFaithful(published(), Object.fromEntries(keys.map((key) => [key, 40]))),
    );
    await rig.close();
  });

  it('lets the relay publish everything but a missing topic, and that too once it is there', async () => {
    const other = topicNamed('t.other.v1');
    await createTopic(other);
    const rig = await outboxRig();
    await rig.emit(moved('a', 1), moved('a', 2));
    await rig.database.query(
      `INSERT INTO outbox (shard, id, topic, key, type, headers, payload)
       SELECT shard, gen_random_uuid(), 't.other.v1', key, type, headers, payload FROM outbox`,
    );
    await rig.relay({ transport }).start();
    const received: IncomingRecord[] = [];
    await subscribe('t.other.v1', collect(received));
    await eventually(() => expect(received).toHaveLength(2));
    await eventually(async () => expect(await rig.pending()).toBe(2));
    await createTopic(topicNamed(TOPIC));
    await eventually(async () => expect(await rig.pending()).toBe(0));
    const late: IncomingRecord[] = [];
    await subscribe(TOPIC, collect(late), { group: 'late' });
    await eventually(() =>
      expect(late.map(({ headers }) => Number(headers['ce_sequence']))).toEqual([1, 2]),
    );
    await rig.close();
  });

  it('puts a key where the registry’s partition count puts it', async () => {
    const topic = bidding.biddingPaddleV1Topic;
    await createTopic(topic);
    const producer = await transport.producer({ clientId: 'p' });
    const keys = upTo(20).map((at) => `paddle-${at}`);
    const records = keys.map((key) => ({ key, value: '{}', headers: {} }));
    await producer.send([{ topic: topic.name, records }]);
    await producer.close();
    const received: IncomingRecord[] = [];
    await subscribe(topic.name, collect(received));
    await eventually(() => expect(received).toHaveLength(20));
    for (const { key, partition } of received) {
      expect(partition).toBe(partitionFor(key ?? '', topic.partitions));
    }
  });

  it('goes on consuming after its connections were cut', async () => {
    await createTopic(topicNamed('t.cut.v1'));
    const received: IncomingRecord[] = [];
    const subscription = await subscribe('t.cut.v1', collect(received));
    await eventually(() => expect(subscription.progress().assigned).toBe(3));
    const direct = createKafkaTransport({ ...connection(), topicPrefix });
    const producer = await direct.producer({ clientId: 'p' });
    for (let round = 0; round < 3; round += 1) {
      await producer.send([
        { topic: 't.cut.v1', records: numbered(round * 10 + 1, round * 10 + 10) },
      ]);
      sockets.cut();
    }
    await eventually(() => expect(new Set(values(received))).toEqual(new Set(upTo(30))));
    await producer.close();
    await direct.close();
  });

  it('joins once the broker can be reached, and says whether it can', async () => {
    await createTopic(topicNamed('t.late.v1'));
    sockets.refuse(true);
    const received: IncomingRecord[] = [];
    const subscription = await subscribe('t.late.v1', collect(received));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(subscription.progress()).toMatchObject({ brokerReachable: false, assigned: 0 });
    sockets.refuse(false);
    await eventually(() => expect(subscription.progress().assigned).toBe(3));
    expect(subscription.progress().brokerReachable).toBe(true);
  });

  it('joins once its topic has been created', async () => {
    const subscription = await subscribe('t.missing.v1', async () => undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(subscription.progress().assigned).toBe(0);
    await createTopic(topicNamed('t.missing.v1'));
    await eventually(() => expect(subscription.progress().assigned).toBe(3));
  });

  it('stops while it is still waiting for the broker', async () => {
    sockets.refuse(true);
    const subscription = await subscribe('t.never.v1', async () => undefined);
    await expect(subscription.stop()).resolves.toBeUndefined();
  });

  it('keeps its membership through work longer than the session', async () => {
    await createTopic(topicNamed('t.long.v1'));
    const producer = await transport.producer({ clientId: 'p' });
    await producer.send([{ topic: 't.long.v1', records: numbered(1, 3) }]);
    await producer.close();
    const batches: number[][] = [];
    let staleAtEnd: boolean | undefined;
    const onBatch = async (batch: PartitionBatch): Promise<void> => {
      batches.push(values(batch.records));
      await new Promise((resolve) => setTimeout(resolve, 8_000));
      staleAtEnd = batch.isStale();
      batch.done(batch.records.at(-1)?.offset ?? -1n);
    };
    const subscription = await subscribe('t.long.v1', onBatch, { sessionTimeoutMs: 6_000 });
    await eventually(() => expect(staleAtEnd).toBe(false));
    await subscription.stop();
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('is idle when there is nothing to do', async () => {
    await createTopic(topicNamed('t.idle.v1'));
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no types
    const { prototype } = require('kafkajs/src/network/requestQueue') as {
      prototype: { checkPendingRequests: () => void };
    };
    const producer = await transport.producer({ clientId: 'p' });
    await producer.send([{ topic: 't.idle.v1', records: numbered(1, 1) }]);
    const received: IncomingRecord[] = [];
    await subscribe('t.idle.v1', collect(received));
    await eventually(() => expect(received).toHaveLength(1));
    const checks = jest.spyOn(prototype, 'checkPendingRequests');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    // A handful of fetches and heartbeats; unpatched it is about 1,000 for each connection.
    expect(checks.mock.calls.length).toBeLessThan(50);
    checks.mockRestore();
    await producer.close();
  });
});
