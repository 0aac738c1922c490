import {
  createConsumer,
  createKafkaTransport,
  createOutbox,
  isMessage,
  type Consumer,
  type Database,
  type ReceivedMessage,
} from '@outcry/messaging';
import { createDatabase, serviceMetrics } from '@outcry/service';
import { insertEffects } from '../races/consume-with-effect/effect.sql';
import { itemMoved } from '../stage/item-moved';
import { serveParts } from '../stage/part';
import { sharedNowMs } from './latency-clock';

export type ConsumerStart = {
  readonly connectionString: string;
  readonly brokers: readonly string[];
  readonly topicPrefix: string;
};

let committedMs = new Map<string, number>();
let consumer: Consumer;

/** The database, noting for each transaction when it had committed. */
const noting = (database: Database): { database: Database; apply: typeof insertEach } => {
  const inside = new Map<object, readonly string[]>();
  return {
    apply: async (messages, sql) => {
      inside.set(
        sql,
        messages.map(({ id }) => id),
      );
      await insertEach(messages, sql);
    },
    database: {
      query: database.query,
      transact: async (work) => {
        let transaction: object | undefined;
        const result = await database.transact((sql) => {
          transaction = sql;
          return work(sql);
        });
        const nowMs = sharedNowMs();
        for (const id of inside.get(transaction ?? {}) ?? []) committedMs.set(id, nowMs);
        inside.delete(transaction ?? {});
        return result;
      },
    },
  };
};

const insertEach = async (
  messages: readonly ReceivedMessage[],
  sql: Parameters<typeof insertEffects>[0],
): Promise<void> => {
  const known = messages.filter((message) => isMessage(itemMoved, message));
  await insertEffects(
    sql,
    known.map(({ id, key, data }) => ({ id, key, place: data.place })),
  );
};

/** A consumer with an inbox and an effect of one row. */
serveParts({
  start: async ({ connectionString, brokers, topicPrefix }: ConsumerStart) => {
    const transport = createKafkaTransport({ brokers, clientId: 'consumer', topicPrefix });
    const { database, apply } = noting(createDatabase({ connectionString }));
    consumer = createConsumer(
      {
        name: 'bench.effects',
        lane: 'unordered',
        accepts: [itemMoved],
        from: 'earliest',
        maxBatch: 100,
        apply,
      },
      {
        ...{ database, transport, metrics: serviceMetrics() },
        outbox: createOutbox({
          source: '/outcry/bench',
          ids: { next: () => '' },
          clock: { nowMs: Date.now },
          shards: 8,
          traceHeaders: () => ({}),
        }),
      },
    );
    await consumer.start();
  },
  count: async () => committedMs.size,
  /** When the effect of each event had committed. */
  take: async () => {
    const taken = committedMs;
    committedMs = new Map();
    return taken;
  },
});
