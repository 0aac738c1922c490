import { crc32c } from '../records/crc32c';
import { ByteReader } from './byte-reader';
import { FetchedRecord } from './fetched-record';

/** Where the fields of a record batch of magic 2 stand (KIP-98). */
const LENGTH_AT = 8;
const BEHIND_LENGTH = 12;
const MAGIC_AT = 16;
const CRC_AT = 17;
const ATTRIBUTES_AT = 21;
const FIRST_TIMESTAMP_AT = 27;
const MAX_TIMESTAMP_AT = 35;
const COUNT_AT = 57;
const BATCH_HEAD_BYTES = 61;

const MAGIC = 2;
/** The time is the broker's, and the same for all records. */
const LOG_APPEND_TIME = 0x8;
/** Compression, transactions and control records. */
const NOT_PLAIN = 0x7 | 0x10 | 0x20;
const LARGEST_DELTA = 2 ** 31;

const readInt64 = (bytes: Buffer, at: number): number =>
  bytes.readInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);

const corrupt = (bytes: Buffer, at: number): Error =>
  new Error(`the record batch of offset ${readInt64(bytes, at)} is corrupt`);

/** @throws Error when there is no such format yet */
const isOfMagic2 = (bytes: Buffer, at: number): boolean => {
  const magic = bytes.readInt8(at + MAGIC_AT);
  if (magic < 0 || magic > MAGIC) throw corrupt(bytes, at);
  return magic === MAGIC;
};

/** @returns the end of the batch, which may lie behind the bytes */
const endOfBatch = (bytes: Buffer, at: number): number => {
  const end = at + BEHIND_LENGTH + bytes.readInt32BE(at + LENGTH_AT);
  if (end > bytes.length) return end;
  const isWhole =
    end >= at + BATCH_HEAD_BYTES &&
    crc32c(bytes, at + ATTRIBUTES_AT, end) === bytes.readUInt32BE(at + CRC_AT);
  if (!isWhole) throw corrupt(bytes, at);
  return end;
};

const readBatch = (bytes: Buffer, at: number, end: number, into: FetchedRecord[]): void => {
  const isAppendTime = (bytes.readInt16BE(at + ATTRIBUTES_AT) & LOG_APPEND_TIME) !== 0;
  const firstOffset = readInt64(bytes, at);
  const firstMs = readInt64(bytes, at + (isAppendTime ? MAX_TIMESTAMP_AT : FIRST_TIMESTAMP_AT));
  const count = bytes.readInt32BE(at + COUNT_AT);
  const reader = new ByteReader(bytes, at + BATCH_HEAD_BYTES);
  for (let record = 0; record < count; record += 1) {
    const size = reader.varint();
    const recordEnd = reader.at + size;
    if (size < 0 || recordEnd > end) throw corrupt(bytes, at);
    reader.at += 1; // Attributes: records have none.
    const sinceFirstMs = reader.varlong();
    const offset = firstOffset + reader.varint();
    const timestampMs = isAppendTime ? firstMs : firstMs + sinceFirstMs;
    into.push(new FetchedRecord(bytes, reader.at, offset, timestampMs));
    reader.at = recordEnd;
  }
};

/**
 * Reads the records that a broker gave of one partition, in one pass and without touching keys,
 * values or headers. A last batch that is cut off, as the limit of a fetch may have it, is left.
 *
 * @param bytes record batches as the log has them
 * @returns null where something is not a plain batch of magic 2: compressed, of a transaction, of
 *   an older format; kafkajs reads all of them
 * @throws Error when a batch is not what its checksum (CRC-32C) says
 */
export const readRecordSet = (bytes: Buffer): FetchedRecord[] | null => {
  const records: FetchedRecord[] = [];
  // Messages of the older formats may be shorter than a batch's head.
  if (bytes.length > MAGIC_AT && !isOfMagic2(bytes, 0)) return null;
  for (let at = 0; at + BATCH_HEAD_BYTES <= bytes.length;) {
    if (!isOfMagic2(bytes, at)) return null;
    const end = endOfBatch(bytes, at);
    if (end > bytes.length) break;
    const isPlain = (bytes.readInt16BE(at + ATTRIBUTES_AT) & NOT_PLAIN) === 0;
    if (!isPlain || !Number.isSafeInteger(readInt64(bytes, at) + LARGEST_DELTA)) return null;
    readBatch(bytes, at, end, records);
    at = end;
  }
  return records;
};
