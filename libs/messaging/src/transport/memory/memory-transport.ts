import { assert, OperationalError } from '@outcry/kernel';
import type { IncomingRecord, Producer, Subscription, TopicRecords, Transport } from '../transport';
import { memoryGroup, type MemoryGroup } from './memory-group';
import { memoryLog } from './memory-log';
import { memorySubscription } from './memory-subscription';

/** What a test may do to the broker. */
export type MemoryFaults = {
  /** The next send throws: before anything is stored, or after everything is. */
  readonly failNextSend: (when: 'before' | 'after', error?: Error) => void;
  /** Every send takes so long from now on. */
  readonly delaySends: (ms: number) => void;
  /** While down, sends fail and nothing is delivered. */
  readonly setUp: (up: boolean) => void;
  /** Batches that hold a record for which this answers true are refused for good. */
  readonly refuse: (refuses: (topic: string, key: string, value: string | null) => boolean) => void;
  /** Producers are told that there are no such topics; those of an earlier call are there again. */
  readonly missTopics: (...topics: string[]) => void;
};

export type MemoryTransport = Transport & {
  readonly faults: MemoryFaults;
  /** Everything stored in a topic, partition by partition. */
  readonly records: (topic: string) => readonly IncomingRecord[];
};

const unreachable = (): OperationalError =>
  new OperationalError('kafka_unreachable', 'the broker is down', { retryable: true });
const refused = (): OperationalError =>
  new OperationalError('kafka_invalid_record', 'the record is refused', { retryable: false });

const unknownTopic = (): OperationalError =>
  new OperationalError('kafka_unknown_topic_or_partition', 'no such topic', { retryable: true });

type Broker = {
  up: boolean;
  delayMs: number;
  failure: { readonly when: 'before' | 'after'; readonly error: Error } | undefined;
  refuses: (topic: string, key: string, value: string | null) => boolean;
  missing: ReadonlySet<string>;
};

const refusesSome = (broker: Broker, batches: readonly TopicRecords[]): boolean =>
  batches.some(({ topic, records }) =>
    records.some(({ key, value }) => broker.refuses(topic, key, value)),
  );

const memoryProducer = (
  broker: Broker,
  append: (batches: readonly TopicRecords[]) => void,
): Producer => {
  let sending = false;
  let closed = false;
  let inDoubt: readonly TopicRecords[] | undefined;

  const store = async (batches: readonly TopicRecords[]): Promise<void> => {
    // Always a turn of the event loop, as a network would take.
    await new Promise((resolve) => setTimeout(resolve, broker.delayMs));
    if (!broker.up) throw unreachable();
    const { failure } = broker;
    broker.failure = undefined;
    if (failure?.when === 'before') throw failure.error;
    if (batches.some(({ topic }) => broker.missing.has(topic))) throw unknownTopic();
    if (refusesSome(broker, batches)) throw refused();
    append(batches);
    if (failure?.when === 'after') throw failure.error;
  };

  return {
    send: async (batches) => {
      assert(!closed, 'a closed producer sends nothing');
      assert(!sending, 'a producer takes one batch at a time');
      assert(inDoubt === undefined || inDoubt === batches, 'a producer in doubt repeats its batch');
      sending = true;
      inDoubt = batches;
      try {
        await store(batches);
        inDoubt = undefined;
      } finally {
        sending = false;
      }
    },
    close: async () => {
      closed = true;
    },
  };
};

/**
 * A broker within the process, with Kafka's semantics as far as Outcry relies on them. Unlike
 * Kafka's, its producer stores an identical batch twice when the first answer was lost: the worse
 * of what a relay may meet.
 */
export const createMemoryTransport = (): MemoryTransport => {
  const nowMs = (): number => Date.now();
  const log = memoryLog(nowMs);
  const groups = new Map<string, MemoryGroup>();
  const subscriptions = new Set<Subscription>();
  const broker: Broker = {
    up: true,
    delayMs: 0,
    failure: undefined,
    refuses: () => false,
    missing: new Set(),
  };

  const groupOf = (name: string): MemoryGroup => {
    const group = groups.get(name) ?? memoryGroup(log);
    groups.set(name, group);
    return group;
  };

  return {
    producer: async () => {
      if (!broker.up) throw unreachable();
      return memoryProducer(broker, log.append);
    },
    subscribe: async (options) => {
      const group = groupOf(options.group);
      const subscription = memorySubscription(
        { log, group, isUp: () => broker.up, nowMs },
        options,
      );
      subscriptions.add(subscription);
      return subscription;
    },
    close: async () => {
      await Promise.all([...subscriptions].map((subscription) => subscription.stop()));
      subscriptions.clear();
    },
    records: log.records,
    faults: {
      failNextSend: (when, error = unreachable()) => {
        broker.failure = { when, error };
      },
      delaySends: (ms) => {
        broker.delayMs = ms;
      },
      setUp: (up) => {
        broker.up = up;
        if (up) log.append([]);
      },
      refuse: (refuses) => {
        broker.refuses = refuses;
      },
      missTopics: (...topics) => {
        broker.missing = new Set(topics);
      },
    },
  };
};
