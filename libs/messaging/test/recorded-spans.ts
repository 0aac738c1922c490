import { propagation, trace, type Context, type Span, type SpanOptions } from '@opentelemetry/api';

export type RecordedSpan = {
  readonly name: string;
  readonly options: SpanOptions;
  readonly parent: Context;
  readonly calls: string[];
};

const recorded: RecordedSpan[] = [];

/** A span that remembers what was done with it. */
const startSpan = (name: string, options: SpanOptions = {}, parent?: Context): Span => {
  const calls: string[] = [];
  recorded.push({ name, options, parent: parent as Context, calls });
  const span: Partial<Span> = {
    spanContext: () => ({ traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: 1 }),
    recordException: (error) => void calls.push(`exception ${(error as Error).message}`),
    setStatus: ({ code }) => {
      calls.push(`status ${code}`);
      return span as Span;
    },
    end: () => void calls.push('end'),
  };
  return span as Span;
};

/** Every span of a file's tests is recorded; of all that is asked for, `traceparent` counts. */
export const recordSpans = (): readonly RecordedSpan[] => {
  beforeEach(() => {
    const tracer = { startSpan, startActiveSpan: () => undefined };
    trace.setGlobalTracerProvider({ getTracer: () => tracer as never });
    propagation.setGlobalPropagator({
      fields: () => [],
      inject: (_context, carrier) => {
        (carrier as Record<string, string>)['traceparent'] = 'overwritten';
      },
      extract: (context, carrier, getter) => {
        const traceparent = String(getter.get(carrier, 'traceparent') ?? '');
        getter.get(carrier, 'tracestate');
        const [, traceId, spanId] = traceparent.split('-');
        if (traceId === undefined || spanId === undefined) return context;
        return trace.setSpanContext(context, { traceId, spanId, traceFlags: 1 });
      },
    });
  });
  afterEach(() => {
    recorded.splice(0);
    trace.disable();
    propagation.disable();
  });
  return recorded;
};

export const linksOf = (span: RecordedSpan | undefined): string[] | undefined =>
  span?.options.links?.map(({ context }) => context.traceId);
