import {
  context as contextApi,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Link,
  type TextMapGetter,
} from '@opentelemetry/api';
import type { OutgoingRecord, TopicRecords } from '../../../transport/transport';

const MAX_LINKS = 128;

/** Without a propagator nothing asks, and so no headers are parsed. */
const carried: TextMapGetter<OutgoingRecord> = {
  get: ({ headers }, name) => headers[name],
  keys: ({ headers }) => Object.keys(headers),
};

/** Where the messages were created, as their own headers carry it; those stay untouched. */
const creationLinks = (batches: readonly TopicRecords[]): readonly Link[] =>
  batches
    .flatMap(({ records }) => records)
    .slice(0, MAX_LINKS)
    .map((record) => trace.getSpanContext(propagation.extract(ROOT_CONTEXT, record, carried)))
    .filter((creation) => creation !== undefined)
    .map((creation) => ({ context: creation }));

/**
 * Sends a batch in a `send` span with a link to each message's creation context (OpenTelemetry
 * semantic conventions for messaging). Where all messages come from one trace, the span also
 * continues it.
 */
export const inSendSpan = async (
  batches: readonly TopicRecords[],
  send: () => Promise<void>,
): Promise<void> => {
  const links = creationLinks(batches);
  const traces = new Set(links.map(({ context }) => context.traceId));
  const [only] = links;
  const parent =
    traces.size === 1 && only !== undefined
      ? trace.setSpanContext(ROOT_CONTEXT, only.context)
      : ROOT_CONTEXT;
  const topics = batches.map(({ topic }) => topic);
  const span = trace.getTracer('outcry.messaging').startSpan(
    topics.length === 1 ? `send ${topics[0]}` : 'send',
    {
      kind: SpanKind.CLIENT,
      links: [...links],
      attributes: {
        'messaging.system': 'kafka',
        'messaging.operation.type': 'send',
        'messaging.operation.name': 'send',
        'messaging.batch.message_count': batches.reduce(
          (sum, { records }) => sum + records.length,
          0,
        ),
        ...(topics.length === 1 ? { 'messaging.destination.name': topics[0] ?? '' } : {}),
      },
    },
    parent,
  );
  try {
    await contextApi.with(trace.setSpan(parent, span), send);
  } catch (error) {
    span.recordException(error instanceof Error ? error : String(error));
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
};
