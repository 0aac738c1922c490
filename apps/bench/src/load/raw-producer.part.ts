import { OUTBOX_SHARDS } from '@outcry/messaging';
import { createDatabase } from '@outcry/service';
import { Kafka, logLevel, type Message, type Producer } from 'kafkajs';
import { serveParts } from '../stage/part';
import { timed, type Lap } from '../stage/stopwatch';

export type RawProduce = {
  readonly connectionString: string;
  readonly brokers: readonly string[];
  /** With its prefix. */
  readonly topic: string;
  readonly batchRows: number;
  /** Each idempotent, with one batch in flight. */
  readonly producers: number;
};

type Row = { readonly key: string; readonly headers: string; readonly payload: string };
type Batch = Message[];

/** The outbox's rows in the batches in which a relay would send them: shard by shard, in order. */
const readBatches = async ({ connectionString, batchRows }: RawProduce): Promise<Batch[]> => {
  const database = createDatabase({ connectionString, maxConnections: 1 });
  const batches: Batch[] = [];
  for (let shard = 0; shard < OUTBOX_SHARDS; shard += 1) {
    const { rows } = await database.query<Row>(
      'SELECT key, headers, payload FROM outbox WHERE shard = $1 ORDER BY position',
      [shard],
    );
    const messages = rows.map(({ key, headers, payload }) => ({
      key,
      value: payload,
      headers: JSON.parse(headers) as Record<string, string>,
    }));
    for (let at = 0; at < messages.length; at += batchRows) {
      batches.push(messages.slice(at, at + batchRows));
    }
  }
  await database.close();
  return batches;
};

const openProducer = async (brokers: readonly string[], clientId: string): Promise<Producer> => {
  const kafka = new Kafka({ brokers: [...brokers], clientId, logLevel: logLevel.NOTHING });
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
  });
  await producer.connect();
  return producer;
};

/** The client by itself: what the outbox holds, sent from memory. */
serveParts({
  produce: async (given: RawProduce): Promise<Lap> => {
    const { brokers, topic, producers } = given;
    const batches = await readBatches(given);
    const open = await Promise.all(
      Array.from({ length: producers }, (_, index) => openProducer(brokers, `raw-${index}`)),
    );
    const sendAll = async (producer: Producer): Promise<void> => {
      for (let messages = batches.pop(); messages !== undefined; messages = batches.pop()) {
        await producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages }] });
      }
    };
    const lap = await timed(() => Promise.all(open.map(sendAll)));
    await Promise.all(open.map((producer) => producer.disconnect()));
    return lap;
  },
});
