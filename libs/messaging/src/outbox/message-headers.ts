import { CONTENT_TYPE, formatSequence } from '@outcry/contracts';
import { toTimestamp, type InstantMs } from '@outcry/kernel';
import type { TraceHeaders } from '../trace-headers';
import type { OutgoingMessage } from './outgoing-message';

/** What the envelope needs beyond the message itself. */
export type Emission = {
  readonly id: string;
  /** `/outcry/<service>`. */
  readonly source: string;
  /** The host's time of the emission; a business time belongs into the data. */
  readonly nowMs: InstantMs;
  /** Of the request being served; the message's own cause goes before it. */
  readonly traceHeaders: TraceHeaders;
};

/** CloudEvents 1.0 in Kafka's binary mode, and the trace of the causing request. */
export const messageHeaders = (
  message: OutgoingMessage,
  { id, source, nowMs, traceHeaders }: Emission,
): Record<string, string> => ({
  ce_specversion: '1.0',
  ce_id: id,
  ce_source: source,
  ce_type: message.definition.type,
  ce_time: toTimestamp(nowMs),
  ce_subject: message.key,
  ce_dataschema: `/schemas/${message.definition.type}.json`,
  ce_partitionkey: message.key,
  ce_tenantid: message.tenantId,
  ...(message.sequence === undefined ? {} : { ce_sequence: formatSequence(message.sequence) }),
  ...(message.causation?.correlationId === undefined
    ? {}
    : { ce_correlationid: message.causation.correlationId }),
  ...(message.causation?.causationId === undefined
    ? {}
    : { ce_causationid: message.causation.causationId }),
  'content-type': CONTENT_TYPE,
  ...(message.causation?.trace ?? traceHeaders),
});
