import {
  context as contexts,
  trace,
  type Context,
  type Span,
  type SpanOptions,
  type Tracer,
  type TracerProvider,
} from '@opentelemetry/api';
import { randomBytes } from 'node:crypto';

const newSpan = (options: SpanOptions | undefined, context: Context): Span => {
  const parent = options?.root === true ? undefined : trace.getSpanContext(context);
  return trace.wrapSpanContext({
    traceId: parent?.traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    traceFlags: parent?.traceFlags ?? 0,
    ...(parent?.traceState === undefined ? {} : { traceState: parent.traceState }),
  });
};

type Work = (span: Span) => never;

const tracer: Tracer = {
  startSpan: (_name, options, context = contexts.active()) => newSpan(options, context),
  /** The API's overloads: options and context may be left out before the work. */
  startActiveSpan: (_name: string, ...rest: readonly unknown[]) => {
    const work = rest.at(-1) as Work;
    const options = rest.length > 1 ? (rest[0] as SpanOptions) : undefined;
    const context = rest.length > 2 ? (rest[1] as Context) : contexts.active();
    const span = newSpan(options, context);
    return contexts.with(trace.setSpan(context, span), () => work(span));
  },
};

/**
 * Spans that record nothing but have ids of their own: without an exporter a trace still connects
 * the log lines of all services that a request passed, at the cost of a few random bytes.
 */
export const propagationTracerProvider: TracerProvider = { getTracer: () => tracer };
