import { RequestBody } from './request-body';
import { GrowingBuffer, writeRecordBatch, type PreparedRecord } from './record-batch';

/** What kafkajs hands to a produce request; sequences and producer ids are its own. */
export type ProduceRequest = {
  readonly acks: number;
  readonly timeout: number;
  readonly transactionalId?: string | null;
  /** A `Long` of kafkajs. */
  readonly producerId?: { toString(): string };
  readonly producerEpoch?: number;
  readonly topicData: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly firstSequence?: number;
      readonly messages: readonly PreparedRecord[];
    }[];
  }[];
};

/** For kafkajs' own fields before the body; the client's id is among them. */
const HEADER_ROOM = 128;
const NO_PRODUCER = -1n;
/** Of a batch's and a partition's own fields, generously. */
const PARTITION_BYTES = 80;
const RECORD_BYTES = 32;

/** Enough for text of one byte a character; other text makes the buffer grow. */
const expectedBytes = ({ topicData }: ProduceRequest): number => {
  let bytes = HEADER_ROOM + 64;
  for (const { topic, partitions } of topicData) {
    bytes += topic.length + 16;
    for (const { messages } of partitions) {
      bytes += PARTITION_BYTES;
      for (const { key, value, headersJson } of messages) {
        bytes += RECORD_BYTES + key.length + (value?.length ?? 0) + headersJson.length;
      }
    }
  }
  return bytes;
};

const writeInt32 = (into: GrowingBuffer, value: number): void => {
  into.makeRoom(4);
  into.length = into.bytes.writeInt32BE(value, into.length);
};

const writeInt16 = (into: GrowingBuffer, value: number): void => {
  into.makeRoom(2);
  into.length = into.bytes.writeInt16BE(value, into.length);
};

const writeText = (into: GrowingBuffer, text: string | null): void => {
  if (text === null) return writeInt16(into, -1);
  const bytes = Buffer.byteLength(text);
  writeInt16(into, bytes);
  into.makeRoom(bytes);
  into.length += into.bytes.write(text, into.length);
};

/**
 * The body of a produce request of version 3 to 7, in one buffer:
 *
 *     transactional_id acks timeout [topic [partition record_set]]
 */
export const encodeProduceRequest = (request: ProduceRequest, timestampMs: number): RequestBody => {
  const { acks, timeout, transactionalId = null, topicData } = request;
  const producerId = BigInt(request.producerId?.toString() ?? NO_PRODUCER);
  const into = new GrowingBuffer(expectedBytes(request));
  into.length = HEADER_ROOM;
  writeText(into, transactionalId);
  writeInt16(into, acks);
  writeInt32(into, timeout);
  writeInt32(into, topicData.length);
  for (const { topic, partitions } of topicData) {
    writeText(into, topic);
    writeInt32(into, partitions.length);
    for (const { partition, messages, firstSequence = 0 } of partitions) {
      writeInt32(into, partition);
      const sizeAt = into.length;
      writeInt32(into, 0);
      const state = { producerId, producerEpoch: request.producerEpoch ?? 0, firstSequence };
      writeRecordBatch(into, messages, timestampMs, state);
      into.bytes.writeInt32BE(into.length - sizeAt - 4, sizeAt);
    }
  }
  return new RequestBody(into.bytes.subarray(0, into.length), HEADER_ROOM);
};
