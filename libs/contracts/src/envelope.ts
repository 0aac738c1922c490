import { z } from 'zod';

/**
 * CloudEvents 1.0 attributes in Kafka's binary mode, `ce_` headers (CloudEvents Kafka protocol
 * binding §3.2). `id` is the outbox row's id and the key of deduplication.
 */
export const envelopeSchema = z.object({
  ce_specversion: z.literal('1.0'),
  ce_id: z.uuid(),
  ce_source: z.string().min(1),
  ce_type: z.string().min(1),
  ce_time: z.string().min(1),
  ce_subject: z.string().min(1),
  ce_dataschema: z.string().min(1),
  ce_partitionkey: z.string().min(1),
  ce_tenantid: z.string().min(1),
  /** Position in the aggregate's public order, 1, 2, 3 …, zero-padded to 20 digits. */
  ce_sequence: z
    .string()
    .regex(/^\d{20}$/)
    .optional(),
  ce_correlationid: z.string().min(1).optional(),
  ce_causationid: z.string().min(1).optional(),
  'content-type': z.string().optional(),
  traceparent: z.string().optional(),
  tracestate: z.string().optional(),
  baggage: z.string().optional(),
});
export type EnvelopeHeaders = z.infer<typeof envelopeSchema>;

export const CONTENT_TYPE = 'application/json';

/** The sequence as the header carries it: comparable as text (CloudEvents sequence extension). */
export const formatSequence = (sequence: bigint): string => sequence.toString().padStart(20, '0');
export const parseSequence = (text: string): bigint => BigInt(text);
