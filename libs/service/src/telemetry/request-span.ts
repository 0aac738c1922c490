import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Span,
} from '@opentelemetry/api';
import type { IncomingMessage } from 'node:http';

/** Ends a request's span with what is known when the answer has left. */
export type EndRequestSpan = (facts: {
  readonly method: string;
  readonly route: string;
  readonly status: number;
}) => void;

const end = (span: Span): EndRequestSpan => {
  return ({ method, route, status }) => {
    span.updateName(`${method} ${route}`);
    span.setAttributes({
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': status,
    });
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  };
};

/** Probes and scrapes would only drown the traces. */
export const isTraced = (url: string | undefined): boolean =>
  !/^\/(health\/|metrics)/.test(url ?? '');

/**
 * Runs `next` inside the request's span: a child of the caller's trace, or the one that an HTTP
 * instrumentation has already opened.
 */
export const inRequestSpan = (
  request: IncomingMessage,
  next: (endSpan: EndRequestSpan) => void,
): void => {
  if (trace.getActiveSpan() !== undefined || !isTraced(request.url)) {
    next(() => undefined);
    return;
  }
  const parent = propagation.extract(ROOT_CONTEXT, request.headers);
  const span = trace
    .getTracer('outcry')
    .startSpan(request.method ?? 'GET', { kind: SpanKind.SERVER }, parent);
  context.with(trace.setSpan(parent, span), () => next(end(span)));
};
