/** `traceparent`, `tracestate`, `baggage` (W3C Trace Context and Baggage), as far as known. */
export type TraceHeaders = Readonly<Record<string, string>>;

const NAMES = ['traceparent', 'tracestate', 'baggage'] as const;

/**
 * The trace that a message was created in, as its own headers tell: what a message that it causes
 * carries on, also when messages of other traces share the transaction. Undefined without one.
 */
export const traceOf = (received: {
  readonly headers: Readonly<Record<string, string | undefined>>;
}): TraceHeaders | undefined => {
  const { headers } = received;
  if (headers['traceparent'] === undefined) return undefined;
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
};
