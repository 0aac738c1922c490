import type { EnvelopeHeaders } from '@outcry/contracts';
import type { EnvelopePart } from '../../transport/transport';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SEQUENCE = /^\d{20}$/;

/** A UUIDv7 in lower case, as nearly all of them are written; null for anything else. */
export const eventIdOf = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  if (UUID_V7.test(text)) return text;
  const lower = text.toLowerCase();
  return UUID_V7.test(lower) ? lower : null;
};

/** Whether a sequence is written as it must be. */
export const isSequence = (text: string): boolean => SEQUENCE.test(text);

const isFilled = (text: string | undefined): boolean => text !== undefined && text !== '';
const isOptional = (text: string | undefined): boolean => text !== '';

/**
 * Whether the envelope's schema takes these headers, its id being a UUIDv7: the same answer without
 * a copy of them, since nearly every record has a good one. What is wrong with another the schema
 * tells.
 *
 * @param eventId what {@link eventIdOf} makes of their id
 */
export const isEnvelope = (
  headers: EnvelopePart,
  eventId = eventIdOf(headers.ce_id),
): headers is EnvelopeHeaders => {
  const sequence = headers.ce_sequence;
  return (
    headers.ce_specversion === '1.0' &&
    eventId !== null &&
    isFilled(headers.ce_source) &&
    isFilled(headers.ce_type) &&
    isFilled(headers.ce_time) &&
    isFilled(headers.ce_subject) &&
    isFilled(headers.ce_dataschema) &&
    isFilled(headers.ce_partitionkey) &&
    isFilled(headers.ce_tenantid) &&
    isOptional(headers.ce_correlationid) &&
    isOptional(headers.ce_causationid) &&
    (sequence === undefined || isSequence(sequence))
  );
};
