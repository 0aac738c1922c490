import { SpanKind, SpanStatusCode, trace, type Context } from '@opentelemetry/api';
import { linksOf, recordSpans } from '../../../../test/recorded-spans';
import type { TopicRecords } from '../../../transport/transport';
import { inSendSpan } from './send-span';

const recorded = recordSpans();

const ONE = 'a'.repeat(32);
const TWO = 'b'.repeat(32);
const record = (traceId?: string) => ({
  key: 'k',
  value: '{}',
  headers: traceId === undefined ? {} : { traceparent: `00-${traceId}-${'1'.repeat(16)}-01` },
});
const batch = (topic: string, ...traceIds: (string | undefined)[]): TopicRecords => ({
  topic,
  records: traceIds.map(record),
});
const sent = async (): Promise<void> => undefined;

describe('the send span', () => {
  it('continues the one trace of its messages and links to their creation', async () => {
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
    expect(span?.calls).toEqual(['end']);
    expect(batches).toEqual([batch('parcel.life.v1', ONE, ONE)]);
  });

  it('is a root with links when its messages come from several traces or topics', async () => {
    await inSendSpan([batch('a', ONE, undefined), batch('b', TWO)], sent);
    const [span] = recorded;
    expect(span?.name).toBe('send');
    expect(linksOf(span)).toEqual([ONE, TWO]);
    expect(trace.getSpanContext(span?.parent as Context)).toBeUndefined();
    expect(span?.options.attributes).toMatchObject({ 'messaging.batch.message_count': 3 });
    expect(span?.options.attributes).not.toHaveProperty('messaging.destination.name');
  });

  it('is a root when no message has a trace', async () => {
    await inSendSpan([batch('a', undefined)], sent);
    expect(linksOf(recorded[0])).toEqual([]);
    expect(trace.getSpanContext(recorded[0]?.parent as Context)).toBeUndefined();
  });

  it('links to at most 128 messages', async () => {
    await inSendSpan([batch('a', ...Array.from({ length: 200 }, () => ONE))], sent);
    expect(linksOf(recorded[0])).toHaveLength(128);
  });

  it('ends as an error with what the send threw', async () => {
    const failing = inSendSpan([batch('a', ONE)], () => Promise.reject(new Error('no answer')));
    await expect(failing).rejects.toThrow('no answer');
    expect(recorded[0]?.calls).toEqual([
      'exception no answer',
      `status ${SpanStatusCode.ERROR}`,
      'end',
    ]);
  });
});
