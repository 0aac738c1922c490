import {
  context as contextApi,
  propagation,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type SpanContext,
  type SpanKind,
  type TextMapGetter,
} from '@opentelemetry/api';

const MAX_LINKS = 128;

/** A message as it was, or will be, on its topic. */
export type SpannedMessage = { readonly headers: Readonly<Record<string, string | undefined>> };

/** What is done with some messages at once. */
export type MessageOperation = {
  readonly type: 'send' | 'process';
  readonly kind: SpanKind;
  /** Named only where all messages are of one. */
  readonly topics: readonly string[];
  readonly messages: readonly SpannedMessage[];
  readonly attributes?: Attributes;
};

type Creation = { readonly context: Context; readonly span: SpanContext };

/** Without a propagator nothing asks, and so no headers are parsed; with one they are once. */
class Carrier {
  readonly #message: SpannedMessage;
  #parsed: SpannedMessage['headers'] | undefined;

  constructor(message: SpannedMessage) {
    this.#message = message;
  }

  get headers(): SpannedMessage['headers'] {
    return (this.#parsed ??= this.#message.headers);
  }
}

const getter: TextMapGetter<Carrier> = {
  get: ({ headers }, name) => headers[name],
  keys: ({ headers }) => Object.keys(headers),
};

/** Where the message was created, as its own headers carry it; those stay untouched. */
const creationOf = (message: SpannedMessage): Creation | undefined => {
  const context = propagation.extract(ROOT_CONTEXT, new Carrier(message), getter);
  if (context === ROOT_CONTEXT) return undefined;
  const span = trace.getSpanContext(context);
  return span === undefined ? undefined : { context, span };
};

type Origin = { readonly linked: readonly Creation[]; readonly parent: Context };

const originOf = (messages: readonly SpannedMessage[]): Origin => {
  const linked: Creation[] = [];
  let isOneTrace = true;
  for (const message of messages) {
    if (linked.length === MAX_LINKS && !isOneTrace) break;
    const creation = creationOf(message);
    if (creation === undefined) continue;
    const [first = creation] = linked;
    isOneTrace &&= creation.span.traceId === first.span.traceId;
    if (linked.length < MAX_LINKS) linked.push(creation);
  }
  return { linked, parent: (isOneTrace ? linked[0]?.context : undefined) ?? ROOT_CONTEXT };
};

/**
 * Runs `work` in a span with a link to each message's creation context, 128 at most (OpenTelemetry
 * semantic conventions for messaging). The conventions allow a single message's creation to be the
 * span's parent as well; here it is so wherever those messages that carry a trace carry the same
 * one, so that it can be followed through. Messages without any belong to no trace and take nothing
 * away; several traces cannot have one child, so then the span is a root.
 */
export const inMessageSpan = async <T>(
  { type, kind, topics, messages, attributes }: MessageOperation,
  work: () => Promise<T>,
): Promise<T> => {
  const { linked, parent } = originOf(messages);
  const topic = topics.length === 1 ? topics[0] : undefined;
  const span = trace.getTracer('outcry.messaging').startSpan(
    topic === undefined ? type : `${type} ${topic}`,
    {
      kind,
      links: linked.map((creation) => ({ context: creation.span })),
      attributes: {
        'messaging.system': 'kafka',
        'messaging.operation.type': type,
        'messaging.operation.name': type,
        ...(topic === undefined ? {} : { 'messaging.destination.name': topic }),
        'messaging.batch.message_count': messages.length,
        ...attributes,
      },
    },
    parent,
  );
  try {
    return await contextApi.with(trace.setSpan(parent, span), work);
  } catch (error) {
    span.recordException(error instanceof Error ? error : String(error));
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
};
