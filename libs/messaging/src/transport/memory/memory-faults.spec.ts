import { eventually } from '@outcry/testing';
import { createMemoryTransport, type MemoryTransport } from './memory-transport';

const TOPIC = 'faults.topic.v1';
const batch = (value: string | null) => [
  { topic: TOPIC, records: [{ key: 'a', value, headers: {} }] },
];

describe('the faults of the in-memory transport', () => {
  let transport: MemoryTransport;
  beforeEach(() => {
    transport = createMemoryTransport();
  });
  afterEach(() => transport.close());
  const stored = (): (string | null)[] =>
    transport.records(TOPIC).map(({ value }) => value?.toString() ?? null);

  it('lose a batch before it is stored, once', async () => {
    const producer = await transport.producer({ clientId: 'p' });
    transport.faults.failNextSend('before');
    const one = batch('1');
    await expect(producer.send(one)).rejects.toMatchObject({
      code: 'kafka_unreachable',
      retryable: true,
    });
    expect(stored()).toEqual([]);
    await producer.send(one);
    expect(stored()).toEqual(['1']);
  });

  it('lose the answer after it was stored, with an error of choice', async () => {
    const producer = await transport.producer({ clientId: 'p' });
    transport.faults.failNextSend('after', new Error('lost'));
    await expect(producer.send(batch('1'))).rejects.toThrow('lost');
    expect(stored()).toEqual(['1']);
  });

  it('refuse what a test does not want, and store nothing of its batch', async () => {
    transport.faults.refuse(
      (topic, key, value) => topic === TOPIC && key === 'a' && value === 'no',
    );
    const producer = await transport.producer({ clientId: 'p' });
    await producer.send(batch('yes'));
    await expect(producer.send(batch('no'))).rejects.toMatchObject({ retryable: false });
    expect(stored()).toEqual(['yes']);
  });

  it('miss a topic, and store nothing of its batch', async () => {
    transport.faults.missTopics(TOPIC);
    const producer = await transport.producer({ clientId: 'p' });
    const one = batch('1');
    await expect(producer.send(one)).rejects.toMatchObject({
      code: 'kafka_unknown_topic_or_partition',
      retryable: true,
    });
    expect(stored()).toEqual([]);
    transport.faults.missTopics();
    await producer.send(one);
    expect(stored()).toEqual(['1']);
  });

  it('take the broker down for producers and consumers, and bring it back', async () => {
    const received: unknown[] = [];
    const subscription = await transport.subscribe({
      group: 'g',
      topics: [TOPIC],
      from: 'earliest',
      onBatch: async ({ records, done }) => {
        received.push(...records);
        done(records.at(-1)?.offset ?? -1n);
      },
    });
    const producer = await transport.producer({ clientId: 'p' });
    await producer.send(batch('1'));
    await eventually(() => expect(received).toHaveLength(1));
    transport.faults.setUp(false);
    await expect(producer.send(batch('2'))).rejects.toMatchObject({ code: 'kafka_unreachable' });
    await expect(transport.producer({ clientId: 'q' })).rejects.toMatchObject({ retryable: true });
    expect(subscription.progress().brokerReachable).toBe(false);
    transport.faults.setUp(true);
    const another = await transport.producer({ clientId: 'q' });
    await another.send(batch('3'));
    await eventually(() => expect(received).toHaveLength(2));
    expect(subscription.progress().brokerReachable).toBe(true);
  });

  it('deliver what was stored before the broker went down once it is back', async () => {
    const producer = await transport.producer({ clientId: 'p' });
    await producer.send(batch('1'));
    transport.faults.setUp(false);
    const received: unknown[] = [];
    await transport.subscribe({
      group: 'g',
      topics: [TOPIC],
      from: 'earliest',
      onBatch: async ({ records, done }) => {
        received.push(...records);
        done(records.at(-1)?.offset ?? -1n);
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(received).toEqual([]);
    transport.faults.setUp(true);
    await eventually(() => expect(received).toHaveLength(1));
  });

  it('slow sends down', async () => {
    const producer = await transport.producer({ clientId: 'p' });
    transport.faults.delaySends(60);
    const sending = producer.send(batch('1'));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(stored()).toEqual([]);
    await sending;
    expect(stored()).toEqual(['1']);
  });

  it('leave misuse a defect: two batches at once, or one after the end', async () => {
    const producer = await transport.producer({ clientId: 'p' });
    const first = producer.send(batch('1'));
    await expect(producer.send(batch('2'))).rejects.toThrow('one batch at a time');
    await first;
    await producer.close();
    await expect(producer.send(batch('3'))).rejects.toThrow('closed');
  });
});
