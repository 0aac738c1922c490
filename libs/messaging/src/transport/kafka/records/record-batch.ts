import { crc32c } from './crc32c';
import { encodeHeaders } from './header-bytes';
import { varintSize, writeVarint } from './varint';

/** A record as it is encoded: its headers as the compact JSON in which an outbox keeps them. */
export type PreparedRecord = {
  readonly key: string;
  readonly value: string | null;
  readonly headersJson: string;
};

export type ProducerState = {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  /** Of the first record; -1 for a producer that is not idempotent. */
  readonly firstSequence: number;
};

/** Bytes of a batch before its records (KIP-98, record batch of magic 2). */
const BATCH_HEAD_BYTES = 61;
const MAGIC = 2;
const NULL_LENGTH = -1;
/** Beside key, value and headers: lengths, attributes and deltas, generously. */
const RECORD_HEAD_BYTES = 32;

/** A buffer that grows; what has been written stays. */
export class GrowingBuffer {
  bytes: Buffer;
  length = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(size);
  }

  makeRoom(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe((this.length + more) * 2);
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

const writeRecord = (into: GrowingBuffer, record: PreparedRecord, offsetDelta: number): void => {
  const headers = encodeHeaders(record.headersJson);
  const { key, value } = record;
  const keyBytes = Buffer.byteLength(key);
  const valueBytes = value === null ? NULL_LENGTH : Buffer.byteLength(value);
  const size =
    2 + // No attributes, and a timestamp delta of 0.
    varintSize(offsetDelta) +
    varintSize(keyBytes) +
    keyBytes +
    varintSize(valueBytes) +
    Math.max(0, valueBytes) +
    headers.length;
  into.makeRoom(size + RECORD_HEAD_BYTES);
  const { bytes } = into;
  let at = writeVarint(bytes, into.length, size);
  bytes[at++] = 0;
  bytes[at++] = 0;
  at = writeVarint(bytes, at, offsetDelta);
  at = writeVarint(bytes, at, keyBytes);
  at += bytes.write(key, at);
  at = writeVarint(bytes, at, valueBytes);
  if (value !== null) at += bytes.write(value, at);
  headers.bytes.copy(bytes, at, 0, headers.length);
  into.length = at + headers.length;
};

/**
 * Appends one record batch of magic 2, uncompressed, every record with the same timestamp.
 *
 * @param records at least one
 */
export const writeRecordBatch = (
  into: GrowingBuffer,
  records: readonly PreparedRecord[],
  timestampMs: number,
  { producerId, producerEpoch, firstSequence }: ProducerState,
): void => {
  const start = into.length;
  into.makeRoom(BATCH_HEAD_BYTES);
  into.length += BATCH_HEAD_BYTES;
  records.forEach((record, offsetDelta) => writeRecord(into, record, offsetDelta));
  const { bytes, length } = into;
  const timestamp = BigInt(timestampMs);
  bytes.writeBigInt64BE(0n, start); // The first offset, which the broker gives.
  bytes.writeInt32BE(length - start - 12, start + 8);
  bytes.writeInt32BE(0, start + 12); // The leader's epoch, which the broker gives.
  bytes.writeInt8(MAGIC, start + 16);
  bytes.writeInt16BE(0, start + 21); // Attributes: no compression, no transaction.
  bytes.writeInt32BE(records.length - 1, start + 23);
  bytes.writeBigInt64BE(timestamp, start + 27);
  bytes.writeBigInt64BE(timestamp, start + 35);
  bytes.writeBigInt64BE(producerId, start + 43);
  bytes.writeInt16BE(producerEpoch, start + 51);
  bytes.writeInt32BE(firstSequence, start + 53);
  bytes.writeInt32BE(records.length, start + 57);
  // Over everything behind itself.
  bytes.writeUInt32BE(crc32c(bytes, start + 21, length), start + 17);
};
