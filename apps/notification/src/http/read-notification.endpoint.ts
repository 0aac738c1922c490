import { idSchema } from '@outcry/contracts';
import { reject, type Rejection } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { defineEndpoint, type EndpointRequest, type HttpResult } from '@outcry/service';
import { z } from 'zod';
import { markRead } from '../queries/inbox';
import { notificationSchema } from './notification.schemas';
import { recipientOf } from './recipient';

export const readNotification = defineEndpoint({
  method: 'POST',
  path: '/v1/notifications/{notificationId}/read',
  operationId: 'readNotification',
  summary: 'Mark a notification as read; the first time counts',
  tag: 'notifications',
  access: { roles: ['bidder', 'seller', 'operator'], owner: 'bidder' },
  idempotency: 'required',
  params: z.strictObject({ notificationId: idSchema }),
  responses: { 200: { description: 'the notification', schema: notificationSchema } },
});

/** Refuses with: not_found. Repeats need no stored outcome: they find the first time's mark. */
export const readNotificationHandler =
  (sql: Sql) =>
  async (
    request: EndpointRequest<{ notificationId: string }>,
  ): Promise<HttpResult | { readonly rejection: Rejection }> => {
    const read = await markRead(sql, recipientOf(request), request.params.notificationId);
    if (read === null) return reject('not_found', 'Your inbox has no such notification.');
    return { status: 200, body: read };
  };
