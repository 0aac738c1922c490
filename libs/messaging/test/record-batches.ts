import { crc32c } from '../src/transport/kafka/records/crc32c';

/** The oracle: kafkajs' own encoder and decoder of record batches, which have no types. */
/* eslint-disable @typescript-eslint/no-require-imports -- the modules have no types */
type Encoded = { readonly buffer: Buffer };
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch: (batch: object) => Promise<Encoded>;
};
const encodeRecord = require('kafkajs/src/protocol/recordBatch/record/v0') as (
  record: object,
) => Encoded;
const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => object;
const decodeMessages = require('kafkajs/src/protocol/requests/fetch/v4/decodeMessages') as (
  decoder: object,
) => Promise<KafkajsMessage[]>;
/* eslint-enable @typescript-eslint/no-require-imports */

export type KafkajsMessage = {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | readonly Buffer[]>>;
};

export type RecordSpec = {
  readonly offsetDelta?: number;
  readonly timestampDelta?: number;
  readonly key?: Buffer | null;
  readonly value?: Buffer | null;
  readonly headers?: Readonly<Record<string, string | string[]>>;
};

export type BatchSpec = {
  readonly firstOffset?: bigint;
  readonly firstTimestamp?: number;
  readonly maxTimestamp?: number;
  readonly transactional?: boolean;
  /** 1 is gzip. */
  readonly compression?: number;
  readonly records: readonly RecordSpec[];
};

/** A record batch of magic 2 as a broker gives it. */
export const batchOf = async ({ records, ...batch }: BatchSpec): Promise<Buffer> => {
  const { buffer } = await RecordBatch({
    ...{ firstOffset: 0n, firstTimestamp: 0, maxTimestamp: 0, ...batch },
    lastOffsetDelta: records.at(-1)?.offsetDelta ?? 0,
    records: records.map((record) => encodeRecord({ key: null, value: null, ...record })),
  });
  return Buffer.from(buffer);
};

const CRC_AT = 17;
const ATTRIBUTES_AT = 21;

/** The batch after a change behind its checksum, which is set right again. */
export const resealed = (batch: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(batch);
  change(copy);
  copy.writeUInt32BE(crc32c(copy, ATTRIBUTES_AT), CRC_AT);
  return copy;
};

export const withAttributes = (batch: Buffer, attributes: number): Buffer =>
  resealed(batch, (copy) => copy.writeInt16BE(attributes, ATTRIBUTES_AT));

/** Record sets go behind their length. */
export const withLength = (set: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(set.length);
  return Buffer.concat([length, set]);
};

/** What kafkajs reads from a record set. */
export const readByKafkajs = (set: Buffer): Promise<KafkajsMessage[]> =>
  decodeMessages(new Decoder(withLength(set)));
