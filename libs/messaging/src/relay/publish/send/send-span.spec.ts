import { SpanKind, trace, type Context } from '@opentelemetry/api';
import { linksOf, recordSpans } from '../../../../test/recorded-spans';
import type { TopicRecords } from '../../../transport/transport';
import { inSendSpan } from './send-span';

const recorded = recordSpans();

const ONE = 'a'.repeat(32);
const TWO = 'b'.repeat(32);
const batch = (topic: string, ...traceIds: string[]): TopicRecords => ({
  topic,
  records: traceIds.map((traceId) => ({
    key: 'k',
    value: '{}',
    headers: { traceparent: `00-${traceId}-${'1'.repeat(16)}-01` },
  })),
});
const sent = async (): Promise<void> => undefined;

describe('the send span', () => {
  it('tells of its batch, continues its trace and leaves its headers as they are', async () => {
    const batches = [batch('parcel.life.v1', ONE, ONE)];
    await inSendSpan(batches, sent);
    const [span] = recorded;
    expect(span?.name).toBe('send parcel.life.v1');
    expect(span?.options.kind).toBe(SpanKind.CLIENT);
    expect(linksOf(span)).toEqual([ONE, ONE]);
    expect(trace.getSpanContext(span?.parent as Context)?.traceId).toBe(ONE);
    expect(span?.options.attributes).toEqual({
      'messaging.system': 'kafka',
      'messaging.operation.type': 'send',
      'messaging.operation.name': 'send',
      'messaging.destination.name': 'parcel.life.v1',
      'messaging.batch.message_count': 2,
    });
    expect(batches).toEqual([batch('parcel.life.v1', ONE, ONE)]);
  });

  it('counts and links the records of all its topics and names none', async () => {
    await inSendSpan([batch('a', ONE, ONE), batch('b', TWO)], sent);
    const [span] = recorded;
    expect(span?.name).toBe('send');
    expect(linksOf(span)).toEqual([ONE, ONE, TWO]);
    expect(span?.options.attributes).toMatchObject({ 'messaging.batch.message_count': 3 });
    expect(span?.options.attributes).not.toHaveProperty('messaging.destination.name');
  });
});
