import { SpanKind, type Attributes } from '@opentelemetry/api';
import { inMessageSpan } from '../../message-span';
import type { Delivery } from './delivery';

/** Named only where all messages are of one. */
const partitionOf = (deliveries: readonly Delivery[]): Attributes => {
  const partitions = new Set(deliveries.map(({ record }) => record.partition));
  const [only] = partitions;
  if (only === undefined || partitions.size > 1) return {};
  return { 'messaging.destination.partition.id': only.toString() };
};

/** Named only where the span is of one message. */
const messageOf = ([only, ...others]: readonly Delivery[]): Attributes => {
  if (only === undefined || others.length > 0) return {};
  return {
    'messaging.kafka.message.key': only.record.key ?? '',
    'messaging.kafka.offset': Number(only.record.offset),
    'messaging.message.id': only.eventId,
  };
};

/** Runs `work` in a `process` span of these deliveries of the group. */
export const inProcessSpan = <T>(
  group: string,
  deliveries: readonly Delivery[],
  work: () => Promise<T>,
): Promise<T> =>
  inMessageSpan(
    {
      type: 'process',
      kind: SpanKind.CONSUMER,
      topics: [...new Set(deliveries.map(({ record }) => record.topic))],
      messages: deliveries,
      attributes: {
        ...partitionOf(deliveries),
        'messaging.consumer.group.name': group,
        ...messageOf(deliveries),
      },
    },
    work,
  );
