import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { linksOf, recordSpans, type RecordedSpan } from '../../../test/recorded-spans';
import type { Delivery } from './delivery';
import { inProcessSpan } from './process-span';

const recorded = recordSpans();

const ONE = 'a'.repeat(32);
const TWO = 'b'.repeat(32);
const SPAN = '1'.repeat(16);
const delivery = (traceId?: string): Delivery =>
  ({
    record: {
      ...{ topic: 'parcel.life.v1', partition: 3, offset: 9n, key: 'a' },
      headers: traceId === undefined ? {} : { traceparent: `00-${traceId}-${SPAN}-01` },
    },
    eventId: 'e1',
  }) as unknown as Delivery;
const parentOf = (span: RecordedSpan | undefined) =>
  span === undefined ? undefined : trace.getSpanContext(span.parent);

describe('the process span', () => {
  it('continues the one trace of its messages and links to their creation', async () => {
    expect(await inProcessSpan('g', [delivery(ONE)], () => Promise.resolve(7))).toBe(7);
    const [span] = recorded;
    expect(span?.name).toBe('process parcel.life.v1');
    expect(span?.options.kind).toBe(SpanKind.CONSUMER);
    expect(linksOf(span)).toEqual([ONE]);
    expect(parentOf(span)).toMatchObject({ traceId: ONE, spanId: SPAN });
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
    expect(span?.calls).toEqual(['end']);
  });

  it('is a root with links when its messages come from several traces', async () => {
    await inProcessSpan('g', [delivery(ONE), delivery(TWO), delivery()], () => Promise.resolve());
    const [span] = recorded;
    expect(linksOf(span)).toEqual([ONE, TWO]);
    expect(parentOf(span)).toBeUndefined();
    expect(span?.options.attributes).toMatchObject({ 'messaging.batch.message_count': 3 });
    expect(span?.options.attributes).not.toHaveProperty('messaging.message.id');
  });

  it('links to at most 128 messages', async () => {
    const many = Array.from({ length: 200 }, () => delivery(ONE));
    await inProcessSpan('g', many, () => Promise.resolve());
    expect(linksOf(recorded[0])).toHaveLength(128);
  });

  it('ends as an error with what it threw', async () => {
    const failing = inProcessSpan('g', [delivery()], () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    const failed = `status ${SpanStatusCode.ERROR}`;
    expect(recorded[0]?.calls).toEqual(['exception no', failed, 'end']);
  });
});
