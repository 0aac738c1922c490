import { isSpanContextValid, trace } from '@opentelemetry/api';
import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The ids by which a log line and its trace find each other. */
const traceIds = (): Record<string, string> => {
  const context = trace.getActiveSpan()?.spanContext();
  return context !== undefined && isSpanContextValid(context)
    ? { trace_id: context.traceId, span_id: context.spanId }
    : {};
};

/** An error without what it may carry of a row, a message or a request. */
const errorFields = (error: unknown): Record<string, unknown> => {
  if (!(error instanceof Error) && Object.prototype.toString.call(error) !== '[object Error]') {
    return { message: typeof error };
  }
  const { name, message, stack, code, cause } = error as Error & { code?: unknown };
  return {
    name,
    message,
    ...(typeof code === 'string' ? { code } : {}),
    stack,
    ...(cause === undefined ? {} : { cause: errorFields(cause) }),
  };
};

/** Messaging gives errors as text or as they are. */
const describe = (error: unknown): unknown =>
  typeof error === 'string' ? error : errorFields(error);

/**
 * JSON lines with the service's name and the ids of the current trace. Callers log ids and codes,
 * never bodies or tokens; what looks like a credential is removed all the same.
 */
export const createLogger = (
  options: { readonly service: string; readonly level: LogLevel },
  destination?: DestinationStream,
): Logger =>
  pino(
    {
      level: options.level,
      base: { service: options.service },
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorFields, error: describe },
      redact: {
        paths: ['authorization', 'token', 'headers.authorization', 'headers.cookie', 'password'],
        remove: true,
      },
      mixin: traceIds,
    },
    destination ?? pino.destination({ sync: false, minLength: 0 }),
  );

export const silentLogger = (): Logger => pino({ level: 'silent' });
