import { propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { linksOf, recordSpans, type RecordedSpan } from '../test/recorded-spans';
import { inMessageSpan, type SpannedMessage } from './message-span';

const recorded = recordSpans();

const ONE = 'a'.repeat(32);
const TWO = 'b'.repeat(32);
const message = (traceId?: string, spanId = '1'.repeat(16)): SpannedMessage => ({
  headers: traceId === undefined ? {} : { traceparent: `00-${traceId}-${spanId}-01` },
});
const nothing = (): Promise<void> => Promise.resolve();
const processing = <T>(messages: readonly SpannedMessage[], work: () => Promise<T>) => {
  const topics = ['parcel.life.v1'];
  return inMessageSpan({ type: 'process', kind: SpanKind.CONSUMER, topics, messages }, work);
};
const parentOf = (span: RecordedSpan | undefined) =>
  span === undefined ? undefined : trace.getSpanContext(span.parent);

describe('a span of messages', () => {
  it('continues the one trace of its messages, from the first, and links to each', async () => {
    const messages = [message(ONE), message(ONE, '2'.repeat(16))];
    expect(await processing(messages, () => Promise.resolve(7))).toBe(7);
    const [span] = recorded;
    expect(linksOf(span)).toEqual([ONE, ONE]);
    expect(parentOf(span)).toMatchObject({ traceId: ONE, spanId: '1'.repeat(16) });
    expect(span?.calls).toEqual(['end']);
    expect(messages).toEqual([message(ONE), message(ONE, '2'.repeat(16))]);
  });

  it.each([
    ['first', [message(), message(ONE), message(ONE)]],
    ['last', [message(ONE), message(ONE), message()]],
    ['behind all links', [...Array.from({ length: 128 }, () => message()), message(ONE)]],
  ])('continues the one trace that there is, with a message without any %s', async (_, all) => {
    await processing(all, nothing);
    expect(parentOf(recorded[0])?.traceId).toBe(ONE);
    expect(new Set(linksOf(recorded[0]))).toEqual(new Set([ONE]));
  });

  it('is a root with links when its messages come from several traces', async () => {
    await processing([message(ONE), message(TWO), message()], nothing);
    expect(linksOf(recorded[0])).toEqual([ONE, TWO]);
    expect(parentOf(recorded[0])).toBeUndefined();
  });

  it('is a root when no message has a trace', async () => {
    await processing([message(), message()], nothing);
    expect(linksOf(recorded[0])).toEqual([]);
    expect(parentOf(recorded[0])).toBeUndefined();
  });

  it('links to at most 128 messages', async () => {
    const many = Array.from({ length: 200 }, () => message(ONE));
    await processing(many, nothing);
    expect(linksOf(recorded[0])).toHaveLength(128);
    expect(parentOf(recorded[0])?.traceId).toBe(ONE);
  });

  it('is a root as well when another trace comes after the last link', async () => {
    const many = Array.from({ length: 128 }, () => message(ONE));
    await processing([...many, message(TWO)], nothing);
    expect(linksOf(recorded[0])).toHaveLength(128);
    expect(parentOf(recorded[0])).toBeUndefined();
  });

  it('names its topic where there is one', async () => {
    const messages = [message()];
    const kind = SpanKind.CLIENT;
    await inMessageSpan({ type: 'send', kind, topics: ['a'], messages }, nothing);
    await inMessageSpan({ type: 'send', kind, topics: ['a', 'b'], messages }, nothing);
    expect(recorded.map(({ name }) => name)).toEqual(['send a', 'send']);
    expect(recorded[0]?.options.attributes).toMatchObject({ 'messaging.destination.name': 'a' });
    expect(recorded[1]?.options.attributes).not.toHaveProperty('messaging.destination.name');
  });

  it('ends as an error with what it threw', async () => {
    const failing = processing([message()], () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    const failed = `status ${SpanStatusCode.ERROR}`;
    expect(recorded[0]?.calls).toEqual(['exception no', failed, 'end']);
  });

  it('asks a message for its headers once, and not at all where nothing propagates', async () => {
    let asked = 0;
    const stored: SpannedMessage = {
      get headers() {
        asked += 1;
        return message(ONE).headers;
      },
    };
    await processing([stored], nothing);
    expect(asked).toBe(1);
    propagation.disable();
    await processing([stored], nothing);
    expect(asked).toBe(1);
  });
});
