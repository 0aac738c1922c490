import { SpanKind } from '@opentelemetry/api';
import { inMessageSpan } from '../../../message-span';
import type { TopicRecords } from '../../../transport/transport';

/** Sends a batch in a `send` span: a client's, since the messages carry where they were created. */
export const inSendSpan = (
  batches: readonly TopicRecords[],
  send: () => Promise<void>,
): Promise<void> =>
  inMessageSpan(
    {
      type: 'send',
      kind: SpanKind.CLIENT,
      topics: batches.map(({ topic }) => topic),
      messages: batches.flatMap(({ records }) => records),
    },
    send,
  );
