import { assert } from '@outcry/kernel';
import type { ICustomPartitioner, Kafka } from 'kafkajs';
import { partitionFor } from '../murmur2';
import { registeredPartitions } from '../partition-counts';
import type { OutgoingRecord, Producer, TopicRecords } from '../transport';
import { translateKafkaError } from './kafka-error';
import { MarkedRecord, patchProduceRequest } from './records/produce-request.patch';
import { withinMs } from './within';

/**
 * Repeats of the identical batch by kafkajs itself, over about 3 s, before the producer is given
 * up.
 */
const RETRY = { retries: 4, initialRetryTime: 100, multiplier: 2, maxRetryTime: 2_000 };
const CLOSE_WITHIN_MS = 5_000;

/** Stable for the life of a topic: the registry's count decides, not what a broker tells today. */
const registryPartitioner =
  (prefix: string): ICustomPartitioner =>
  () =>
  ({ topic, partitionMetadata, message }) =>
    partitionFor(
      String(message.key),
      registeredPartitions(topic.slice(prefix.length)) ?? partitionMetadata.length,
    );

// Headers are parsed on demand: those that are there as JSON are not looked at.
const marked = (record: OutgoingRecord): MarkedRecord =>
  new MarkedRecord(record.key, record.value, record.headersJson ?? JSON.stringify(record.headers));

const toKafka = ({ topic, records }: TopicRecords, prefix: string) => ({
  topic: prefix + topic,
  messages: records.map(marked),
});

/**
 * An idempotent producer (acks=all, one request in flight).
 *
 * States: fresh → in doubt (a send has thrown) → fresh again only by the identical batch.
 * kafkajs rolls its sequence numbers back after an ambiguous error; another batch would then reuse
 * those of one that the broker has stored, and be acknowledged and dropped as its duplicate.
 */
export const openKafkaProducer = async (kafka: Kafka, prefix: string): Promise<Producer> => {
  patchProduceRequest();
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: registryPartitioner(prefix),
    retry: RETRY,
  });
  try {
    await producer.connect();
  } catch (error) {
    await withinMs(CLOSE_WITHIN_MS, producer.disconnect());
    throw translateKafkaError(error);
  }
  let sending = false;
  let inDoubt: readonly TopicRecords[] | undefined;
  return {
    send: async (batches) => {
      assert(!sending, 'a producer takes one batch at a time');
      assert(inDoubt === undefined || inDoubt === batches, 'a producer in doubt repeats its batch');
      sending = true;
      try {
        const topicMessages = batches.map((batch) => toKafka(batch, prefix));
        await producer.sendBatch({ acks: -1, topicMessages });
        inDoubt = undefined;
      } catch (error) {
        inDoubt = batches;
        throw translateKafkaError(error);
      } finally {
        sending = false;
      }
    },
    close: () => withinMs(CLOSE_WITHIN_MS, producer.disconnect()),
  };
};
