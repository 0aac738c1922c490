import { defineEndpoint, type EndpointRequest, type HttpResult } from '@outcry/service';
import type { Sql } from '@outcry/messaging';
import { z } from 'zod';
import { countUnread, listNotifications as readPage } from '../queries/inbox';
import { cursorOf, EVERYBODY, notificationSchema, pageQuery } from './notification.schemas';
import { recipientOf } from './recipient';

export const listNotifications = defineEndpoint({
  method: 'GET',
  path: '/v1/notifications',
  operationId: 'listNotifications',
  summary: 'Your inbox, newest first',
  tag: 'notifications',
  access: EVERYBODY,
  idempotency: 'none',
  query: z.strictObject({
    unread: z.enum(['true', 'false']).default('false'),
    ...pageQuery,
  }),
  responses: {
    200: {
      description: 'a page of the inbox',
      schema: z.strictObject({
        items: z.array(notificationSchema),
        nextCursor: z.string().nullable(),
        unreadCount: z.number().int(),
      }),
    },
  },
});

export const listNotificationsHandler =
  (sql: Sql) =>
  async (
    request: EndpointRequest<unknown, z.output<NonNullable<(typeof listNotifications)['query']>>>,
  ): Promise<HttpResult> => {
    const { limit, cursor, unread } = request.query;
    const recipient = recipientOf(request);
    const page = { before: cursor, unreadOnly: unread === 'true', limit: limit + 1 };
    const found = await readPage(sql, recipient, page);
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    const nextCursor = last === undefined ? null : cursorOf(last.position);
    const unreadCount = await countUnread(sql, recipient);
    return { status: 200, body: { items, nextCursor, unreadCount } };
  };
