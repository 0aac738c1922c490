import {
  context as contextApi,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Link,
} from '@opentelemetry/api';
import type { Delivery } from './delivery';

const MAX_LINKS = 128;

/** The context in which the message was created, as its own headers carry it. */
const creationContext = (delivery: Delivery): Context =>
  propagation.extract(ROOT_CONTEXT, delivery.record.headers);

/** Named only where all messages are of one. */
const partitionOf = (deliveries: readonly Delivery[]): Record<string, string> => {
  const partitions = new Set(deliveries.map(({ record }) => record.partition));
  const [only] = partitions;
  if (only === undefined || partitions.size > 1) return {};
  return { 'messaging.destination.partition.id': only.toString() };
};

/**
 * Runs `work` in a `process` span with a link to each message's creation context (OpenTelemetry
 * semantic conventions for messaging). Where all messages come from one trace, the span also
 * continues it, so that a trace can be followed through; several traces cannot have one child.
 */
export const inProcessSpan = async <T>(
  group: string,
  deliveries: readonly Delivery[],
  work: () => Promise<T>,
): Promise<T> => {
  const contexts = deliveries.slice(0, MAX_LINKS).map(creationContext);
  const links: Link[] = contexts
    .map((creation) => trace.getSpanContext(creation))
    .filter((spanContext) => spanContext !== undefined)
    .map((spanContext) => ({ context: spanContext }));
  const traces = new Set(links.map((link) => link.context.traceId));
  const parent = traces.size === 1 && contexts[0] !== undefined ? contexts[0] : ROOT_CONTEXT;
  const first = deliveries[0]?.record;
  const topic = first?.topic ?? '';
  const span = trace.getTracer('outcry.messaging').startSpan(
    `process ${topic}`,
    {
      kind: SpanKind.CONSUMER,
      links,
      attributes: {
        'messaging.system': 'kafka',
        'messaging.operation.type': 'process',
        'messaging.operation.name': 'process',
        'messaging.destination.name': topic,
        ...partitionOf(deliveries),
        'messaging.consumer.group.name': group,
        'messaging.batch.message_count': deliveries.length,
        ...(deliveries.length === 1
          ? {
              'messaging.kafka.message.key': first?.key ?? '',
              'messaging.kafka.offset': Number(first?.offset ?? 0n),
              'messaging.message.id': deliveries[0]?.eventId ?? '',
            }
          : {}),
      },
    },
    parent,
  );
  try {
    return await contextApi.with(trace.setSpan(parent, span), work);
  } catch (error) {
    span.recordException(error instanceof Error ? error : String(error));
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
};
