import type {
  IncomingRecord,
  OutgoingRecord,
  PartitionBatch,
  SubscribeOptions,
  Subscription,
  Transport,
} from '@outcry/messaging';
import { eventually } from './eventually';
import { last, type TransportHarness } from './transport-harness';

export const PARTITIONS = 3;

/** What the tests of a transport share: a topic and a group of its own for each. */
export type TransportRig = {
  readonly transport: () => Transport;
  readonly createTopic: () => Promise<string>;
  readonly topic: () => string;
  readonly subscribe: (
    onBatch: SubscribeOptions['onBatch'],
    options?: Partial<SubscribeOptions>,
  ) => Promise<Subscription>;
  readonly assigned: (subscription: Subscription, count: number) => Promise<void>;
  readonly send: (...records: OutgoingRecord[]) => Promise<void>;
};

/** Takes everything and marks it done. */
export const collect =
  (into: IncomingRecord[]) =>
  async (batch: PartitionBatch): Promise<void> => {
    into.push(...batch.records);
    batch.done(last(batch));
  };

/** To be called within a `describe`. */
export const transportRig = (open: () => Promise<TransportHarness>): TransportRig => {
  let harness: TransportHarness;
  let topic: string;
  let group = '';
  let running: Subscription[] = [];
  let groups = 0;
  const run = Date.now().toString(36);

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

  return {
    transport: () => harness.transport,
    createTopic: () => harness.createTopic(),
    topic: () => topic,
    subscribe: async (onBatch, options = {}) => {
      const subscription = await harness.transport.subscribe({
        group,
        topics: [topic],
        from: 'earliest',
        onBatch,
        ...options,
      });
      running.push(subscription);
      return subscription;
    },
    assigned: (subscription, count) =>
      eventually(() => expect(subscription.progress().assigned).toBe(count)),
    send: async (...records) => {
      const producer = await harness.transport.producer({ clientId: 'conformance' });
      await producer.send([{ topic, records }]);
      await producer.close();
    },
  };
};
