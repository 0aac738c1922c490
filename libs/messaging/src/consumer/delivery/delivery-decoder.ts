import { createHash } from 'node:crypto';
import {
  envelopeSchema,
  parseSequence,
  type EnvelopeHeaders,
  type MessageDefinition,
} from '@outcry/contracts';
import { uuidV7LowerBound } from '@outcry/kernel';
import type { z } from 'zod';
import type { EnvelopePart, IncomingRecord } from '../../transport/transport';
import type { Lane } from '../consumer-definition';
import { isUsableKey, storableKey } from '../held/storable';
import type { ReceivedMessage } from '../received-message';
import type { BrokenCause, Content, Delivery } from './delivery';
import { eventIdOf, isEnvelope, isSequence } from './envelope-check';

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

/** A producer may set any record time; one that is no date is taken as the nearest that is. */
const dated = (record: IncomingRecord): IncomingRecord => {
  const timestampMs = Math.min(Math.max(0, record.timestampMs), LAST_INSTANT_MS);
  if (timestampMs === record.timestampMs) return record;
  const { topic, partition, offset, key, value, headers } = record;
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

const envelopeIssues = (headers: EnvelopePart): string => {
  const { error } = envelopeSchema.safeParse(headers);
  return error === undefined ? 'ce_id: not a UUIDv7' : issuesOf(error);
};

const broken = (cause: BrokenCause, detail: string): Content => ({
  kind: 'broken',
  cause,
  detail,
});

/** What of a record has been looked at before its content. */
type Seen = {
  readonly record: IncomingRecord;
  readonly eventId: string | null;
  readonly sequence: bigint | null;
};

/** @param type as its definition has it: to compare that with others takes no look at its text */
const messageOf = (
  { record, sequence }: Seen,
  headers: EnvelopeHeaders,
  { id, type, data }: Pick<ReceivedMessage, 'id' | 'type' | 'data'>,
): Content => ({
  kind: 'message',
  message: {
    id,
    type,
    topic: record.topic,
    partition: record.partition,
    offset: record.offset,
    key: record.key ?? '',
    tenantId: headers.ce_tenantid,
    sequence,
    time: headers.ce_time,
    correlationId: headers.ce_correlationid ?? null,
    causationId: headers.ce_causationid ?? null,
    headers,
    data,
  },
});

const namesOf = ({ record, eventId }: Seen): { id: string; key: string } => ({
  id: eventId ?? derivedId(record),
  key: storableKey(record.key ?? ''),
});

const textOf = (record: IncomingRecord): string | null => {
  const { text } = record;
  return text === undefined ? (record.value?.toString('utf8') ?? null) : text;
};

/** Looks definitions up; most messages are of the type of the one before. */
const byType = (
  accepts: readonly MessageDefinition[],
): ((type: string) => MessageDefinition | undefined) => {
  const definitions = new Map(accepts.map((definition) => [definition.type, definition]));
  let last: MessageDefinition | undefined;
  return (type) => (type === last?.type ? last : (last = definitions.get(type)));
};

export type Decoder = (record: IncomingRecord) => Delivery;

/** Reads records as a consumer must: strict about the envelope, tolerant about the data. */
export const createDecoder = (accepts: readonly MessageDefinition[], lane: Lane): Decoder => {
  const definitionOf = byType(accepts);

  const contentOf = (seen: Seen, headers: EnvelopePart): Content => {
    const { record, eventId, sequence } = seen;
    const type = headers.ce_type;
    const definition = type === undefined ? undefined : definitionOf(type);
    if (type !== undefined && definition === undefined) {
      return { kind: 'skipped', reason: 'unknown_type' };
    }
    if (eventId === null || definition === undefined || !isEnvelope(headers, eventId)) {
      return broken('envelope', envelopeIssues(headers));
    }
    if (record.key === null) return broken('envelope', 'key: missing');
    if (!isUsableKey(record.key)) return broken('envelope', 'key: not text of 1 to 512 characters');
    if (lane === 'ordered' && sequence === null) {
      return broken('envelope', 'ce_sequence: missing, and this consumer is ordered');
    }
    const text = textOf(record);
    if (text === null) return { kind: 'skipped', reason: 'tombstone' };
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return broken('undecodable', 'the value is not JSON');
    }
    const data = definition.data.safeParse(json);
    if (!data.success) return broken('contract', issuesOf(data.error));
    return messageOf(seen, headers, { id: eventId, type: definition.type, data: data.data });
  };

  return (incoming) => {
    const record = dated(incoming);
    // Of a fetched record they are read anew whenever they are asked for.
    const headers = record.envelope ?? record.headers;
    const sequence = sequenceOf(headers.ce_sequence);
    const seen = { record, eventId: eventIdOf(headers.ce_id), sequence };
    const content = contentOf(seen, headers);
    // The id and key of a message have been looked at.
    const { id, key } = content.kind === 'message' ? content.message : namesOf(seen);
    return { record, eventId: id, key, sequence, content, headers };
  };
};
