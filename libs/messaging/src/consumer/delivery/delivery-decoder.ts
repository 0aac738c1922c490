import { createHash } from 'node:crypto';
import {
  envelopeSchema,
  parseSequence,
  type EnvelopeHeaders,
  type MessageDefinition,
} from '@outcry/contracts';
import { uuidV7LowerBound } from '@outcry/kernel';
import type { z } from 'zod';
import type { IncomingRecord } from '../../transport/transport';
import type { Lane } from '../consumer-definition';
import { isUsableKey, storableKey } from '../held/storable';
import type { BrokenCause, Content, Delivery } from './delivery';
import { isEnvelope, isEventId, isSequence } from './envelope-check';

const LARGEST_SEQUENCE = 2n ** 63n - 1n;

/**
 * An id for a record that has none: its place in the topic hashed behind the record's time, so that
 * every delivery of the record gets the same one.
 */
const derivedId = (record: IncomingRecord): string => {
  const place = `${record.topic}/${record.partition}/${record.offset}`;
  const hash = createHash('sha256').update(place).digest('hex');
  const time = uuidV7LowerBound(Math.min(record.timestampMs, LAST_UUID_MS)).slice(0, 13);
  return `${time}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
};

/** The last instant that a JavaScript date, and a UUIDv7, can carry. */
const LAST_INSTANT_MS = 8_640_000_000_000_000;
const LAST_UUID_MS = 2 ** 48 - 1;

/**
 * The record as a delivery keeps it, value and headers read once. A producer may set any record
 * time; one that is no date is taken as the nearest that is.
 */
const settled = (record: IncomingRecord): IncomingRecord => {
  const { topic, partition, offset, key, value, headers } = record;
  const timestampMs = Math.min(Math.max(0, record.timestampMs), LAST_INSTANT_MS);
  return { topic, partition, offset, key, value, headers, timestampMs };
};

const sequenceOf = (text: string | undefined): bigint | null => {
  if (text === undefined || !isSequence(text)) return null;
  const sequence = parseSequence(text);
  return sequence <= LARGEST_SEQUENCE ? sequence : null;
};

/** Places and reasons, never values: a log or a dead letter's header must not quote data. */
const issuesOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || '(whole)'}: ${issue.code}`)
    .join('; ');

const envelopeIssues = (headers: IncomingRecord['headers']): string => {
  const { error } = envelopeSchema.safeParse(headers);
  return error === undefined ? 'ce_id: not a UUIDv7' : issuesOf(error);
};

const broken = (cause: BrokenCause, detail: string): Content => ({
  kind: 'broken',
  cause,
  detail,
});

const messageOf = (
  record: IncomingRecord,
  envelope: EnvelopeHeaders,
  sequence: bigint | null,
  data: unknown,
): Content => ({
  kind: 'message',
  message: {
    id: envelope.ce_id.toLowerCase(),
    type: envelope.ce_type,
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    key: record.key ?? '',
    tenantId: envelope.ce_tenantid,
    sequence,
    time: envelope.ce_time,
    correlationId: envelope.ce_correlationid ?? null,
    causationId: envelope.ce_causationid ?? null,
    headers: record.headers,
    data,
  },
});

const namesOf = (record: IncomingRecord): { id: string; key: string } => {
  const id = record.headers['ce_id'];
  return {
    id: isEventId(id) ? id.toLowerCase() : derivedId(record),
    key: storableKey(record.key ?? ''),
  };
};

export type Decoder = (record: IncomingRecord) => Delivery;

/** Reads records as a consumer must: strict about the envelope, tolerant about the data. */
export const createDecoder = (accepts: readonly MessageDefinition[], lane: Lane): Decoder => {
  const definitions = new Map(accepts.map((definition) => [definition.type, definition]));

  const contentOf = (record: IncomingRecord, sequence: bigint | null): Content => {
    const type = record.headers['ce_type'];
    if (type !== undefined && !definitions.has(type)) {
      return { kind: 'skipped', reason: 'unknown_type' };
    }
    const { headers } = record;
    if (!isEnvelope(headers)) return broken('envelope', envelopeIssues(headers));
    if (record.key === null) return broken('envelope', 'key: missing');
    if (!isUsableKey(record.key)) return broken('envelope', 'key: not text of 1 to 512 characters');
    if (lane === 'ordered' && sequence === null) {
      return broken('envelope', 'ce_sequence: missing, and this consumer is ordered');
    }
    if (record.value === null) return { kind: 'skipped', reason: 'tombstone' };
    const definition = definitions.get(headers.ce_type);
    if (definition === undefined) return { kind: 'skipped', reason: 'unknown_type' };
    let json: unknown;
    try {
      json = JSON.parse(record.value.toString('utf8'));
    } catch {
      return broken('undecodable', 'the value is not JSON');
    }
    const data = definition.data.safeParse(json);
    if (!data.success) return broken('contract', issuesOf(data.error));
    return messageOf(record, headers, sequence, data.data);
  };

  return (incoming) => {
    const record = settled(incoming);
    const sequence = sequenceOf(record.headers['ce_sequence']);
    const content = contentOf(record, sequence);
    // The id and key of a message have been looked at.
    const { id, key } = content.kind === 'message' ? content.message : namesOf(record);
    return { record, eventId: id, key, sequence, content };
  };
};
