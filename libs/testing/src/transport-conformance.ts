import { isOperationalError } from '@outcry/kernel';
import type { IncomingRecord } from '@outcry/messaging';
import { eventually } from './eventually';
import { describeMembership } from './membership-conformance';
import { keys, last, numbered, record, text, valuesOf } from './transport-harness';
import type { TransportHarness } from './transport-harness';
import { collect, PARTITIONS, transportRig, type TransportRig } from './transport-rig';

const describeRecords = (rig: TransportRig): void => {
  const { send, subscribe } = rig;

  it('keeps the order of each key, and a key in one partition', async () => {
    const producer = await rig.transport().producer({ clientId: 'conformance' });
    for (let part = 0; part < 3; part += 1) {
      const records = keys(8).flatMap((key) => numbered(key, part * 20 + 1, part * 20 + 20));
      await producer.send([{ topic: rig.topic(), records }]);
    }
    await producer.close();
    const received: IncomingRecord[] = [];
    await subscribe(collect(received));
    await eventually(() => expect(received).toHaveLength(480));
    const expected = numbered('', 1, 60).map(({ value }) => value);
    for (const key of keys(8)) {
      expect(valuesOf(received, key)).toEqual(expected);
      const partitions = received.filter((one) => one.key === key).map((one) => one.partition);
      expect(new Set(partitions).size).toBe(1);
    }
    expect(new Set(received.map(({ partition }) => partition)).size).toBe(PARTITIONS);
  });

  it('delivers key, value, headers and a tombstone as they were sent', async () => {
    const headers = { ce_id: '1', 'content-type': 'application/json', greeting: 'Grüße, 世界' };
    await send(record('schlüssel', '{"a":"ü"}', headers), record('schlüssel', null));
    const received: IncomingRecord[] = [];
    await subscribe(collect(received));
    await eventually(() => expect(received).toHaveLength(2));
    const [first, second] = received;
    expect(first).toMatchObject({ topic: rig.topic(), key: 'schlüssel', headers, offset: 0n });
    expect(text(first as IncomingRecord)).toBe('{"a":"ü"}');
    expect(second).toMatchObject({ key: 'schlüssel', value: null, headers: {}, offset: 1n });
    expect(Math.abs((first?.timestampMs ?? 0) - Date.now())).toBeLessThan(600_000);
  });

  it('stores the records of several topics in one send', async () => {
    const other = await rig.createTopic();
    const producer = await rig.transport().producer({ clientId: 'conformance' });
    await producer.send([
      { topic: rig.topic(), records: [record('a', 'here')] },
      { topic: other, records: [record('a', 'there')] },
    ]);
    await producer.close();
    const received: IncomingRecord[] = [];
    await subscribe(collect(received), { topics: [rig.topic(), other] });
    await eventually(() => expect(received.map(text).sort()).toEqual(['here', 'there']));
    expect(received.find((one) => text(one) === 'there')?.topic).toBe(other);
  });

  it('delivers again to the same member what it did not mark done', async () => {
    await send(...numbered('a', 1, 3));
    const deliveries: string[][] = [];
    await subscribe(async (batch) => {
      deliveries.push(batch.records.map(text));
      if (deliveries.length > 1) batch.done(last(batch));
    });
    await eventually(() => expect(deliveries.length).toBeGreaterThan(1));
    expect(deliveries[0]?.[0]).toBe('1');
    expect(deliveries[1]?.[0]).toBe('1');
  });

  it('delivers again, and goes on, after a handler has thrown', async () => {
    await send(...numbered('a', 1, 3));
    const received: IncomingRecord[] = [];
    let calls = 0;
    await subscribe(async (batch) => {
      calls += 1;
      if (calls === 1) throw new Error('a bug in the handler');
      await collect(received)(batch);
    });
    await eventually(() => expect(valuesOf(received, 'a')).toEqual(['1', '2', '3']));
  });

  it('never gives a partition twice at once', async () => {
    let active = 0;
    let most = 0;
    const received: IncomingRecord[] = [];
    await subscribe(async (batch) => {
      active += 1;
      most = Math.max(most, active);
      await new Promise((resolve) => setTimeout(resolve, 20));
      active -= 1;
      await collect(received)(batch);
    });
    for (let at = 1; at <= 10; at += 1) await send(record('a', String(at)));
    await eventually(() => expect(received).toHaveLength(10));
    expect(most).toBe(1);
  });

  it('refuses a record that is too big for good, and stores nothing of it', async () => {
    const producer = await rig.transport().producer({ clientId: 'conformance' });
    const huge = record('a', 'x'.repeat(2 * 1024 * 1024));
    const error = await producer
      .send([{ topic: rig.topic(), records: [huge] }])
      .catch((thrown: unknown) => thrown);
    await producer.close();
    expect(isOperationalError(error)).toBe(true);
    expect(error).toMatchObject({ code: 'kafka_message_too_large', retryable: false });
    await send(record('a', 'small'));
    const received: IncomingRecord[] = [];
    await subscribe(collect(received));
    await eventually(() => expect(received.map(text)).toEqual(['small']));
  });

  it('lets a producer in doubt send nothing but the same batch', async () => {
    const producer = await rig.transport().producer({ clientId: 'conformance' });
    const huge = [{ topic: rig.topic(), records: [record('a', 'x'.repeat(2 * 1024 * 1024))] }];
    await expect(producer.send(huge)).rejects.toMatchObject({ name: 'OperationalError' });
    const other = [{ topic: rig.topic(), records: [record('a', 'other')] }];
    await expect(producer.send(other)).rejects.toThrow('in doubt');
    await expect(producer.send(huge)).rejects.toMatchObject({ name: 'OperationalError' });
    await producer.close();
  });
};

/**
 * What Outcry relies on in a transport. Every implementation passes the same suite, so that what a
 * test shows on the in-memory one holds on Kafka.
 */
export const describeTransport = (name: string, open: () => Promise<TransportHarness>): void => {
  describe(`the ${name} transport`, () => {
    const rig = transportRig(open);
    describeRecords(rig);
    describeMembership(rig);
  });
};
