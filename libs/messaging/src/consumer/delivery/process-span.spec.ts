import { SpanKind } from '@opentelemetry/api';
import { linksOf, recordSpans } from '../../../test/recorded-spans';
import type { Delivery } from './delivery';
import { inProcessSpan } from './process-span';

const recorded = recordSpans();

const ONE = 'a'.repeat(32);
const delivery = (partition: number): Delivery =>
  ({
    record: { topic: 'parcel.life.v1', partition, offset: 9n, key: 'a' },
    headers: { traceparent: `00-${ONE}-${'1'.repeat(16)}-01` },
    eventId: 'e1',
  }) as unknown as Delivery;

describe('the process span', () => {
  it('tells of its one message and links to its creation', async () => {
    expect(await inProcessSpan('g', [delivery(3)], () => Promise.resolve(7))).toBe(7);
    const [span] = recorded;
    expect(span?.name).toBe('process parcel.life.v1');
    expect(span?.options.kind).toBe(SpanKind.CONSUMER);
    expect(linksOf(span)).toEqual([ONE]);
    expect(span?.options.attributes).toEqual({
      'messaging.system': 'kafka',
      'messaging.operation.type': 'process',
      'messaging.operation.name': 'process',
      'messaging.destination.name': 'parcel.life.v1',
      'messaging.destination.partition.id': '3',
      'messaging.consumer.group.name': 'g',
      'messaging.batch.message_count': 1,
      'messaging.kafka.message.key': 'a',
      'messaging.kafka.offset': 9,
      'messaging.message.id': 'e1',
    });
  });

  it('tells of several messages what they have in common', async () => {
    await inProcessSpan('g', [delivery(3), delivery(3)], () => Promise.resolve());
    await inProcessSpan('g', [delivery(3), delivery(4)], () => Promise.resolve());
    const common = {
      'messaging.system': 'kafka',
      'messaging.operation.type': 'process',
      'messaging.operation.name': 'process',
      'messaging.destination.name': 'parcel.life.v1',
      'messaging.consumer.group.name': 'g',
      'messaging.batch.message_count': 2,
    };
    expect(recorded.map(({ options }) => options.attributes)).toEqual([
      { ...common, 'messaging.destination.partition.id': '3' },
      common,
    ]);
  });
});
