import { notification } from '@outcry/contracts';
import { toTimestamp } from '@outcry/kernel';
import { message, type OutgoingMessage, type TraceHeaders } from '@outcry/messaging';
import type { DeliveredNotice } from '../persistence/tell-notices';

/**
 * What the world is told of notices that reached an inbox.
 *
 * @param traceOf the trace of the event with an id, when it is known
 */
export const deliveredMessages = (
  notices: readonly DeliveredNotice[],
  traceOf: (eventId: string) => TraceHeaders | undefined = () => undefined,
): OutgoingMessage[] =>
  notices.map((notice) =>
    message({
      definition: notification.notificationDeliveredV1,
      tenantId: notice.tenantId,
      key: notice.recipientId,
      data: {
        notificationId: notice.notificationId,
        recipientId: notice.recipientId,
        kind: notice.kind,
        channel: 'inbox',
        auctionId: notice.auctionId,
        causedBy: notice.eventId,
        occurredAt: toTimestamp(notice.occurredAtMs),
      },
      causation: { causationId: notice.eventId, trace: traceOf(notice.eventId) },
    }),
  );
