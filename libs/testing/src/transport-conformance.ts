import { isOperationalError } from '@outcry/kernel';
import type {
  IncomingRecord,
  OutgoingRecord,
  PartitionBatch,
  SubscribeOptions,
  Subscription,
} from '@outcry/messaging';
import { eventually } from './eventually';
import { keys, last, numbered, record, text, valuesOf } from './transport-harness';
import type { TransportHarness } from './transport-harness';

const WITHIN = { withinMs: 20_000 };
const PARTITIONS = 3;

/**
 * What Outcry relies on in a transport. Every implementation passes the same suite, so that what a
 * test shows on the in-memory one holds on Kafka.
 */
export const describeTransport = (name: string, open: () => Promise<TransportHarness>): void => {
  describe(`the ${name} transport`, () => {
    let harness: TransportHarness;
    let topic: string;
    let group = '';
    let running: Subscription[] = [];
    let groups = 0;
    const run = Date.now().toString(36);

    const subscribe = async (
      onBatch: SubscribeOptions['onBatch'],
      options: Partial<SubscribeOptions> = {},
    ): Promise<Subscription> => {
      const subscription = await harness.transport.subscribe({
        group,
        topics: [topic],
        from: 'earliest',
        onBatch,
        ...options,
      });
      running.push(subscription);
      return subscription;
    };
    const assigned = (subscription: Subscription, count: number): Promise<void> =>
      eventually(() => expect(subscription.progress().assigned).toBe(count), WITHIN);
    const send = async (...records: OutgoingRecord[]): Promise<void> => {
      const producer = await harness.transport.producer({ clientId: 'conformance' });
      await producer.send([{ topic, records }]);
      await producer.close();
    };
    /** Takes everything and marks it done. */
    const collect = (into: IncomingRecord[]) => async (batch: PartitionBatch) => {
      into.push(...batch.records);
      batch.done(last(batch));
    };

    beforeAll(async () => {
      harness = await open();
    });
    afterAll(() => harness.close());
    beforeEach(async () => {
      topic = await harness.createTopic();
      groups += 1;
      group = `conformance-${run}-${groups}`;
    });
    afterEach(async () => {
      await Promise.all(running.map((subscription) => subscription.stop()));
      running = [];
    });

    it('keeps the order of each key, and a key in one partition', async () => {
      const producer = await harness.transport.producer({ clientId: 'conformance' });
      for (let part = 0; part < 3; part += 1) {
        const records = keys(8).flatMap((key) => numbered(key, part * 20 + 1, part * 20 + 20));
        await producer.send([{ topic, records }]);
      }
      await producer.close();
      const received: IncomingRecord[] = [];
      await subscribe(collect(received));
      await eventually(() => expect(received).toHaveLength(480), WITHIN);
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
      await eventually(() => expect(received).toHaveLength(2), WITHIN);
      const [first, second] = received;
      expect(first).toMatchObject({ topic, key: 'schlüssel', headers, offset: 0n });
      expect(text(first as IncomingRecord)).toBe('{"a":"ü"}');
      expect(second).toMatchObject({ key: 'schlüssel', value: null, headers: {}, offset: 1n });
      expect(Math.abs((first?.timestampMs ?? 0) - Date.now())).toBeLessThan(600_000);
    });

    it('stores the records of several topics in one send', async () => {
      const other = await harness.createTopic();
      const producer = await harness.transport.producer({ clientId: 'conformance' });
      await producer.send([
        { topic, records: [record('a', 'here')] },
        { topic: other, records: [record('a', 'there')] },
      ]);
      await producer.close();
      const received: IncomingRecord[] = [];
      await subscribe(collect(received), { topics: [topic, other] });
      await eventually(() => expect(received.map(text).sort()).toEqual(['here', 'there']), WITHIN);
      expect(received.find((one) => text(one) === 'there')?.topic).toBe(other);
    });

    it('gives the next member what the last one left undone', async () => {
      await send(...numbered('a', 1, 6));
      const first: IncomingRecord[] = [];
      const crashed = await subscribe(async (batch) => {
        first.push(...batch.records);
        const third = batch.records.find((one) => text(one) === '3');
        if (third !== undefined) batch.done(third.offset);
      });
      await eventually(() => expect(valuesOf(first, 'a')).toHaveLength(6), WITHIN);
      await crashed.stop();
      const second: IncomingRecord[] = [];
      await subscribe(collect(second));
      await eventually(() => expect(valuesOf(second, 'a')).toEqual(['4', '5', '6']), WITHIN);
    });

    it('delivers again to the same member what it did not mark done', async () => {
      await send(...numbered('a', 1, 3));
      const deliveries: string[][] = [];
      await subscribe(async (batch) => {
        deliveries.push(batch.records.map(text));
        if (deliveries.length > 1) batch.done(last(batch));
      });
      await eventually(() => expect(deliveries.length).toBeGreaterThan(1), WITHIN);
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
      await eventually(() => expect(valuesOf(received, 'a')).toEqual(['1', '2', '3']), WITHIN);
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
      await eventually(() => expect(received).toHaveLength(10), WITHIN);
      expect(most).toBe(1);
    });

    it('refuses a record that is too big for good, and stores nothing of it', async () => {
      const producer = await harness.transport.producer({ clientId: 'conformance' });
      const huge = record('a', 'x'.repeat(2 * 1024 * 1024));
      const error = await producer
        .send([{ topic, records: [huge] }])
        .catch((thrown: unknown) => thrown);
      await producer.close();
      expect(isOperationalError(error)).toBe(true);
      expect(error).toMatchObject({ code: 'kafka_message_too_large', retryable: false });
      await send(record('a', 'small'));
      const received: IncomingRecord[] = [];
      await subscribe(collect(received));
      await eventually(() => expect(received.map(text)).toEqual(['small']), WITHIN);
    });

    it('lets a producer in doubt send nothing but the same batch', async () => {
      const producer = await harness.transport.producer({ clientId: 'conformance' });
      const huge = [{ topic, records: [record('a', 'x'.repeat(2 * 1024 * 1024))] }];
      await expect(producer.send(huge)).rejects.toMatchObject({ name: 'OperationalError' });
      const other = [{ topic, records: [record('a', 'other')] }];
      await expect(producer.send(other)).rejects.toThrow('in doubt');
      await expect(producer.send(huge)).rejects.toMatchObject({ name: 'OperationalError' });
      await producer.close();
    });

    it('starts a new group at the end when asked to', async () => {
      await send(...keys(12).map((key) => record(key, 'before')));
      const received: IncomingRecord[] = [];
      const subscription = await subscribe(collect(received), { from: 'latest' });
      await assigned(subscription, PARTITIONS);
      // A group has its place only once it has asked for it: what is sent until then may be
      // skipped.
      await eventually(async () => {
        await send(...keys(12).map((key) => record(key, 'after')));
        expect(received.length).toBeGreaterThan(0);
      }, WITHIN);
      expect(received.map(text)).not.toContain('before');
    });

    it('deals partitions out again when a member joins or leaves, and loses nothing', async () => {
      const received: IncomingRecord[] = [];
      const first = await subscribe(collect(received));
      await assigned(first, PARTITIONS);
      await send(...keys(30).map((key) => record(key, '1')));
      const second = await subscribe(collect(received));
      await eventually(() => {
        const counts = [first, second].map((one) => one.progress().assigned);
        expect(Math.min(...counts)).toBeGreaterThan(0);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(PARTITIONS);
      }, WITHIN);
      await send(...keys(30).map((key) => record(key, '2')));
      await first.stop();
      await send(...keys(30).map((key) => record(key, '3')));
      await assigned(second, PARTITIONS);
      await eventually(() => {
        for (const key of keys(30)) expect(valuesOf(received, key)).toEqual(['1', '2', '3']);
      }, WITHIN);
    });

    it('tells a batch at work that its partition is wanted elsewhere', async () => {
      await send(...keys(12).map((key) => record(key, '1')));
      const beatsRejected: boolean[] = [];
      const first = await subscribe(async (batch) => {
        while (!batch.isStale()) await new Promise((resolve) => setTimeout(resolve, 20));
        beatsRejected.push(
          await batch.heartbeat().then(
            () => false,
            () => true,
          ),
        );
      });
      await assigned(first, PARTITIONS);
      const received: IncomingRecord[] = [];
      await subscribe(collect(received));
      await eventually(() => expect(beatsRejected[0]).toBe(true), WITHIN);
      await first.stop();
      await eventually(() => {
        for (const key of keys(12)) expect(valuesOf(received, key)).toEqual(['1']);
      }, WITHIN);
    });

    it('stops only when the running batch has ended, and has committed what it did', async () => {
      await send(...numbered('a', 1, 3));
      let finish = (): void => undefined;
      const gate = new Promise<void>((resolve) => (finish = resolve));
      let entered = false;
      let stale: boolean | undefined;
      const first = await subscribe(async (batch) => {
        entered = true;
        await gate;
        stale = batch.isStale();
        batch.done(batch.records[1]?.offset ?? 0n);
      });
      await eventually(() => expect(entered).toBe(true), WITHIN);
      let stopped = false;
      const stopping = first.stop().then(() => (stopped = true));
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(stopped).toBe(false);
      finish();
      await stopping;
      expect(stale).toBe(true);
      const received: IncomingRecord[] = [];
      await subscribe(collect(received));
      await eventually(() => expect(valuesOf(received, 'a')).toEqual(['3']), WITHIN);
    });

    it('tells how far it is', async () => {
      const started = Date.now();
      let mayGoOn = false;
      const subscription = await subscribe(async (batch) => {
        if (mayGoOn) batch.done(last(batch));
      });
      await assigned(subscription, PARTITIONS);
      await send(...numbered('a', 1, 5));
      await eventually(() => expect(subscription.progress().lag).toBe(5n), WITHIN);
      expect(subscription.progress().brokerReachable).toBe(true);
      mayGoOn = true;
      await eventually(() => expect(subscription.progress().lag).toBe(0n), WITHIN);
      expect(subscription.progress().lastAdvanceMs).toBeGreaterThanOrEqual(started);
      await subscription.stop();
      expect(subscription.progress().assigned).toBe(0);
    });
  });
};
