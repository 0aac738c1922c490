import type { EnvelopeHeaders } from '@outcry/contracts';

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const SEQUENCE = /^\d{20}$/;

type Headers = Readonly<Record<string, string>>;

export const isEventId = (text: string | undefined): text is string =>
  text !== undefined && UUID_V7.test(text);

/** Whether a sequence is written as it must be. */
export const isSequence = (text: string): boolean => SEQUENCE.test(text);

const isFilled = (text: string | undefined): boolean => text !== undefined && text !== '';
const isOptional = (text: string | undefined): boolean => text !== '';

/**
 * Whether the envelope's schema takes these headers, its id being a UUIDv7: the same answer without
 * a copy of them, since nearly every record has a good one. What is wrong with another the schema
 * tells.
 */
export const isEnvelope = (headers: Headers): headers is Headers & EnvelopeHeaders => {
  const sequence = headers['ce_sequence'];
  return (
    headers['ce_specversion'] === '1.0' &&
    isEventId(headers['ce_id']) &&
    isFilled(headers['ce_source']) &&
    isFilled(headers['ce_type']) &&
    isFilled(headers['ce_time']) &&
    isFilled(headers['ce_subject']) &&
    isFilled(headers['ce_dataschema']) &&
    isFilled(headers['ce_partitionkey']) &&
    isFilled(headers['ce_tenantid']) &&
    isOptional(headers['ce_correlationid']) &&
    isOptional(headers['ce_causationid']) &&
    (sequence === undefined || isSequence(sequence))
  );
};
