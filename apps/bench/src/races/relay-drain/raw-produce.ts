import type { ServiceDatabase } from '@outcry/testing';
import { Kafka, logLevel, type Message } from 'kafkajs';
import { timed, type Lap } from '../../stage/stopwatch';
import type { Stage } from '../../stage/stage';

export type Batches = readonly (readonly Message[])[];

type Row = { readonly key: string; readonly headers: string; readonly payload: string };

/** The outbox's rows in the batches in which a relay would send them: shard by shard, in order. */
export const batchesOf = async (database: ServiceDatabase, batchRows: number): Promise<Batches> => {
  const batches: Message[][] = [];
  for (let shard = 0; shard < 8; shard += 1) {
    const { rows } = await database.query<Row>(
      'SELECT key, headers, payload FROM outbox WHERE shard = $1 ORDER BY position',
      [shard],
    );
    for (let at = 0; at < rows.length; at += batchRows) {
      const batch = rows.slice(at, at + batchRows);
      batches.push(
        batch.map(({ key, headers, payload }) => ({
          key,
          value: payload,
          headers: JSON.parse(headers) as Record<string, string>,
        })),
      );
    }
  }
  return batches;
};

/**
 * The client's own rate with the same records: no database, nothing but producing, with as many
 * idempotent producers, each with one batch in flight.
 */
export const produceRaw = async (
  { brokers, topicPrefix }: Stage,
  topic: string,
  batches: Batches,
  producers: number,
): Promise<Lap> => {
  const open = await Promise.all(
    Array.from({ length: producers }, async (_, index) => {
      const kafka = new Kafka({
        brokers: [...brokers],
        clientId: `raw-${index}`,
        logLevel: logLevel.NOTHING,
      });
      const producer = kafka.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
      });
      await producer.connect();
      return producer;
    }),
  );
  let next = 0;
  const lap = await timed(() =>
    Promise.all(
      open.map(async (producer) => {
        for (let at = next++; at < batches.length; at = next++) {
          const messages = batches[at] as Message[];
          await producer.sendBatch({
            acks: -1,
            topicMessages: [{ topic: topicPrefix + topic, messages }],
          });
        }
      }),
    ),
  );
  await Promise.all(open.map((producer) => producer.disconnect()));
  return lap;
};
