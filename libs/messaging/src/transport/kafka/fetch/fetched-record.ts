import type { KafkaMessage } from 'kafkajs';
import type { EnvelopePart, IncomingRecord } from '../../transport';
import { ByteReader } from './byte-reader';
import { readEnvelope } from './read-envelope';
import { readHeaders } from './read-headers';

/**
 * A record whose value and headers are read each time that they are asked for, and not kept: it
 * lives as long as its batch, of which only a part is being worked on.
 */
class ReadRecord implements IncomingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly timestampMs: number;
  readonly #bytes: Buffer;
  readonly #valueFrom: number;
  readonly #valueTo: number;

  constructor(topic: string, partition: number, fetched: FetchedRecord) {
    const { bytes, keyAt, place, timestampMs } = fetched;
    const reader = new ByteReader(bytes, keyAt);
    this.topic = topic;
    this.partition = partition;
    this.offset = BigInt(place);
    this.timestampMs = timestampMs;
    const keyBytes = reader.varint();
    const keyTo = reader.at + keyBytes;
    this.key = keyBytes < 0 ? null : bytes.toString('utf8', reader.at, keyTo);
    if (keyBytes > 0) reader.at = keyTo;
    const valueBytes = reader.varint();
    this.#bytes = bytes;
    this.#valueFrom = reader.at;
    this.#valueTo = valueBytes < 0 ? NULL : reader.at + valueBytes;
  }

  get value(): Buffer | null {
    return this.#valueTo === NULL ? null : this.#bytes.subarray(this.#valueFrom, this.#valueTo);
  }

  get text(): string | null {
    if (this.#valueTo === NULL) return null;
    return this.#bytes.toString('utf8', this.#valueFrom, this.#valueTo);
  }

  get headers(): Readonly<Record<string, string>> {
    return readHeaders(this.#bytes, this.#headersAt);
  }

  get envelope(): EnvelopePart {
    return readEnvelope(this.#bytes, this.#headersAt);
  }

  get #headersAt(): number {
    return Math.max(this.#valueFrom, this.#valueTo);
  }
}

const NULL = -1;

/**
 * A record of a fetched batch, no more than where it stands: the records of a whole fetch are in
 * memory at once. To kafkajs, and to any other consumer of the process, it is a message like those
 * that kafkajs reads itself, with headers of text.
 */
export class FetchedRecord implements Extract<KafkaMessage, { headers: unknown }> {
  /** In which the record stands, and where in them its key begins. */
  readonly bytes: Buffer;
  readonly keyAt: number;
  /** Its offset. */
  readonly place: number;
  readonly timestampMs: number;

  constructor(bytes: Buffer, keyAt: number, place: number, timestampMs: number) {
    this.bytes = bytes;
    this.keyAt = keyAt;
    this.place = place;
    this.timestampMs = timestampMs;
  }

  read(topic: string, partition: number): IncomingRecord {
    return new ReadRecord(topic, partition, this);
  }

  get offset(): string {
    return String(this.place);
  }

  get timestamp(): string {
    return String(this.timestampMs);
  }

  get key(): Buffer | null {
    const reader = new ByteReader(this.bytes, this.keyAt);
    const length = reader.varint();
    return length < 0 ? null : this.bytes.subarray(reader.at, reader.at + length);
  }

  get value(): Buffer | null {
    return this.read('', 0).value;
  }

  get headers(): Record<string, string> {
    return { ...this.read('', 0).headers };
  }

  get attributes(): number {
    return 0;
  }

  get isControlRecord(): boolean {
    return false;
  }
}
