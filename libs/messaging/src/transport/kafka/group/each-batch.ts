import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { MessagingLog } from '../../../telemetry';
import type { IncomingRecord, PartitionBatch } from '../../transport';
import { FetchedRecord } from '../fetch/fetched-record';
import { translateKafkaError } from '../kafka-error';
import type { OffsetCommits } from './offset-commits';
import type { PartitionPositions } from './partition-positions';

export type BatchContext = {
  readonly prefix: string;
  readonly heartbeatMs: number;
  readonly onBatch: (batch: PartitionBatch) => Promise<void>;
  readonly positions: PartitionPositions;
  readonly commits: Pick<OffsetCommits, 'ended'>;
  readonly log: MessagingLog;
  /** Changes whenever the group hands out partitions again. */
  readonly generation: () => number;
};

/**
 * How long a partition rests when a batch came to nothing, so that its redelivery does not spin.
 */
const REST_MS = 100;

/** Errors of a heartbeat after which the partition belongs to someone else. */
const LOST = new Set([
  'kafka_rebalance_in_progress',
  'kafka_illegal_generation',
  'kafka_unknown_member_id',
  'kafka_fenced_instance_id',
]);

const headerText = (value: unknown): string =>
  Array.isArray(value) ? headerText(value[0]) : String(value);

/** A message that kafkajs has read itself: of a compressed batch, or of a transaction. */
const read = (topic: string, partition: number, message: KafkaMessage): IncomingRecord => ({
  topic,
  partition,
  offset: BigInt(message.offset),
  key: message.key?.toString() ?? null,
  value: message.value,
  headers: Object.fromEntries(
    Object.entries(message.headers ?? {}).map(([name, value]) => [name, headerText(value)]),
  ),
  timestampMs: Number(message.timestamp),
});

/** kafkajs hands on whatever its decoder makes of a fetch. */
const toIncoming = (topic: string, partition: number, message: KafkaMessage): IncomingRecord =>
  message instanceof FetchedRecord
    ? message.read(topic, partition)
    : read(topic, partition, message);

/** A batch of kafkajs as a {@link PartitionBatch}, and what must be known of it afterwards. */
const openBatch = (payload: EachBatchPayload, context: BatchContext) => {
  const { topic, partition, highWatermark, messages } = payload.batch;
  const name = `${topic}/${partition}`;
  const generation = context.generation();
  let lost: Error | undefined;
  let doneUpTo = -1n;

  const isLost = (): boolean => lost !== undefined || generation !== context.generation();
  const beat = async (): Promise<void> => {
    if (lost !== undefined) throw lost;
    try {
      await payload.heartbeat();
    } catch (error) {
      const translated = translateKafkaError(error);
      if (!LOST.has(translated.code)) return;
      lost = translated;
      throw translated;
    }
  };

  context.positions.end(name, BigInt(highWatermark));
  if (messages[0] !== undefined) context.positions.next(name, BigInt(messages[0].offset));
  const plainTopic = topic.slice(context.prefix.length);
  const batch: PartitionBatch = {
    topic: plainTopic,
    partition,
    records: messages.map((message) => toIncoming(plainTopic, partition, message)),
    highWatermark: BigInt(highWatermark),
    done: (offset) => {
      // In a later generation the partition may be another's, and this one's offsets are not ours.
      if (offset <= doneUpTo || generation !== context.generation()) return;
      doneUpTo = offset;
      payload.resolveOffset(offset.toString());
      context.positions.next(name, offset + 1n);
    },
    heartbeat: beat,
    isStale: () => isLost() || payload.isStale() || !payload.isRunning(),
  };
  return { batch, beat, cameToNothing: () => doneUpTo < 0n && !batch.isStale() };
};

/**
 * Hands one batch of kafkajs on. Heartbeats go out by timer, however long the work takes; offsets
 * are committed on the way and at the end. It never throws: kafkajs would restart every partition.
 */
export const eachBatch =
  (context: BatchContext) =>
  async (payload: EachBatchPayload): Promise<void> => {
    const { batch, beat, cameToNothing } = openBatch(payload, context);
    const timer = setInterval(() => {
      beat()
        .then(() => context.commits.ended(payload))
        .catch(() => undefined);
    }, context.heartbeatMs);
    try {
      await context.onBatch(batch);
      if (cameToNothing()) await new Promise((resolve) => setTimeout(resolve, REST_MS));
    } catch (error) {
      context.log.error(
        { topic: batch.topic, partition: batch.partition, error: String(error) },
        'a batch handler threw; its records come again',
      );
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
    } finally {
      clearInterval(timer);
      await context.commits.ended(payload);
    }
  };
