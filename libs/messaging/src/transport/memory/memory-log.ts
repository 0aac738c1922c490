import { topicRegistry } from '@outcry/contracts';
import { OperationalError } from '@outcry/kernel';
import { partitionFor } from '../murmur2';
import type { IncomingRecord, TopicRecords } from '../transport';

const registered = new Map(topicRegistry.map((topic) => [topic.name, topic]));
const DEFAULT_PARTITIONS = 3;
const DEFAULT_MAX_BYTES = 1_048_588;
/** What a record takes beside its bytes; about what Kafka's record format needs. */
const RECORD_OVERHEAD_BYTES = 70;

type Partition = IncomingRecord[];

/** Topics and their partitions: append-only lists in which a record's index is its offset. */
export type MemoryLog = {
  /** All or nothing per partition, as a broker stores one batch of a partition. */
  readonly append: (batches: readonly TopicRecords[]) => void;
  readonly partitionCount: (topic: string) => number;
  readonly read: (topic: string, partition: number, from: number, limit: number) => Partition;
  readonly end: (topic: string, partition: number) => number;
  readonly records: (topic: string) => readonly IncomingRecord[];
  /** Calls `listener` after every append. */
  readonly onAppend: (listener: () => void) => () => void;
};

const sizeOf = (record: TopicRecords['records'][number]): number =>
  Buffer.byteLength(record.key) +
  Buffer.byteLength(record.value ?? '') +
  Buffer.byteLength(JSON.stringify(record.headers)) +
  RECORD_OVERHEAD_BYTES;

const refuseOversized = (topic: string, records: TopicRecords['records']): void => {
  const bytes = records.reduce((sum, record) => sum + sizeOf(record), 0);
  if (bytes <= (registered.get(topic)?.maxMessageBytes ?? DEFAULT_MAX_BYTES)) return;
  throw new OperationalError('kafka_message_too_large', `a batch of ${topic} is too large`, {
    retryable: false,
  });
};

export const memoryLog = (nowMs: () => number): MemoryLog => {
  const topics = new Map<string, Partition[]>();
  const listeners = new Set<() => void>();

  const partitionsOf = (topic: string): Partition[] => {
    const existing = topics.get(topic);
    if (existing !== undefined) return existing;
    const count = registered.get(topic)?.partitions ?? DEFAULT_PARTITIONS;
    const created = Array.from({ length: count }, (): Partition => []);
    topics.set(topic, created);
    return created;
  };

  const appendTo = (topic: string, index: number, records: TopicRecords['records']): void => {
    refuseOversized(topic, records);
    const partition = partitionsOf(topic)[index] as Partition;
    for (const { key, value, headers } of records) {
      partition.push({
        topic,
        partition: index,
        offset: BigInt(partition.length),
        key,
        value: value === null ? null : Buffer.from(value),
        headers: { ...headers },
        timestampMs: nowMs(),
      });
    }
  };

  const appendTopic = ({ topic, records }: TopicRecords): void => {
    const count = partitionsOf(topic).length;
    const byPartition = Map.groupBy(records, ({ key }) => partitionFor(key, count));
    let refusal: unknown;
    for (const [index, of] of byPartition) {
      try {
        appendTo(topic, index, of);
      } catch (error) {
        refusal = error;
      }
    }
    if (refusal !== undefined) throw refusal as Error;
  };

  return {
    append: (batches) => {
      try {
        batches.forEach(appendTopic);
      } finally {
        listeners.forEach((listener) => listener());
      }
    },
    partitionCount: (topic) => partitionsOf(topic).length,
    read: (topic, partition, from, limit) =>
      partitionsOf(topic)[partition]?.slice(from, from + limit) ?? [],
    end: (topic, partition) => partitionsOf(topic)[partition]?.length ?? 0,
    records: (topic) => partitionsOf(topic).flat(),
    onAppend: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
