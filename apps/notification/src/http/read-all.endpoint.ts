import { defineEndpoint, route, type Idempotency, type Route } from '@outcry/service';
import { z } from 'zod';
import { headOf, markAllRead } from '../queries/inbox';
import { EVERYBODY } from './notification.schemas';
import { recipientOf } from './recipient';

export const readAllNotifications = defineEndpoint({
  method: 'POST',
  path: '/v1/notifications/read-all',
  operationId: 'readAllNotifications',
  summary: 'Mark as read whatever is in your inbox now, or up to a position',
  tag: 'notifications',
  access: EVERYBODY,
  idempotency: 'required',
  body: z
    .strictObject({
      upTo: z.number().int().nonnegative().describe('position of the last one seen').optional(),
    })
    .optional(),
  responses: {
    200: {
      description: 'how many were unread',
      schema: z.strictObject({ read: z.number().int() }),
    },
  },
});

/** Stored under its key: a repeat must not mark what came since. */
export const readAllRoute = (idempotency: Idempotency): Route =>
  route(readAllNotifications, (request) =>
    idempotency.run(request, async (sql) => {
      const recipient = recipientOf(request);
      const upTo = request.body?.upTo ?? (await headOf(sql, recipient));
      return { status: 200, body: { read: await markAllRead(sql, recipient, upTo) } };
    }),
  );
