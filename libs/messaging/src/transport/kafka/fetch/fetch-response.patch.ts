import { replaceRequests, type RequestVersions } from '../replaced-requests';
import type { FetchedRecord } from './fetched-record';
import { readRecordSet } from './record-set';

type Decoder = {
  readonly buffer: Buffer;
  offset: number;
  readInt16: () => number;
  readInt32: () => number;
  readInt64: () => bigint;
  readString: () => string | null;
  forward: (bytes: number) => void;
  readArray: <T>(read: (decoder: Decoder) => T) => T[];
  readArrayAsync: <T>(read: (decoder: Decoder) => Promise<T>) => Promise<T[]>;
};

/** The last that kafkajs knows; every broker since 2.3 has it. */
const VERSION = 11;

/* eslint-disable @typescript-eslint/no-require-imports -- the modules have no types */
const fetch = require('kafkajs/src/protocol/requests/fetch') as RequestVersions<object>;
const DecoderOf = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => Decoder;
const decodeMessages = require('kafkajs/src/protocol/requests/fetch/v4/decodeMessages') as (
  decoder: Decoder,
) => Promise<object[]>;
/* eslint-enable @typescript-eslint/no-require-imports */

const LENGTH_BYTES = 4;

/** @throws Error that names the partition, for whoever must mend it */
const readRecords = (decoder: Decoder, place: string): FetchedRecord[] | null => {
  const { buffer, offset } = decoder;
  const start = offset + LENGTH_BYTES;
  const end = start + buffer.readInt32BE(offset);
  if (end <= start || end > buffer.length) return null;
  try {
    const records = readRecordSet(buffer.subarray(start, end));
    if (records !== null) decoder.forward(end - offset);
    return records;
  } catch (error) {
    throw new Error(`${place}: ${(error as Error).message}`, { cause: error });
  }
};

const readPartition = async (decoder: Decoder, topic: string | null) => {
  const answer = {
    partition: decoder.readInt32(),
    errorCode: decoder.readInt16(),
    highWatermark: decoder.readInt64().toString(),
    lastStableOffset: decoder.readInt64().toString(),
    lastStartOffset: decoder.readInt64().toString(),
    abortedTransactions: decoder.readArray((of) => ({
      producerId: of.readInt64().toString(),
      firstOffset: of.readInt64().toString(),
    })),
    preferredReadReplica: decoder.readInt32(),
  };
  const isPlain = answer.abortedTransactions.length === 0;
  const own = isPlain ? readRecords(decoder, `${topic}/${answer.partition}`) : null;
  return { ...answer, messages: own ?? (await decodeMessages(decoder)) };
};

const readTopic = async (decoder: Decoder) => {
  const topicName = decoder.readString();
  const partitions = await decoder.readArrayAsync((of) => readPartition(of, topicName));
  return { topicName, partitions };
};

/** An answer to a fetch of version 11, in the form that kafkajs gives it. */
export const readFetchResponse = async (raw: Buffer) => {
  const decoder = new DecoderOf(raw);
  const clientSideThrottleTime = decoder.readInt32();
  const errorCode = decoder.readInt16();
  const sessionId = decoder.readInt32();
  const responses = await decoder.readArrayAsync(readTopic);
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
};

/**
 * kafkajs 2.2.4 makes of every record of a fetch an object with buffers, big integers and copies of
 * copies of its headers, whether anyone looks at them or not, and checks no checksum. This has
 * every consumer of the process note where the records stand, and has them read when their turn
 * comes. What is not a plain batch, and every other part of an answer, is read by kafkajs.
 */
export const patchFetchResponse = (): void =>
  replaceRequests(fetch, {
    replaces: (version) => version === VERSION,
    replace: (made) => ({ ...made, response: { ...made.response, decode: readFetchResponse } }),
  });
