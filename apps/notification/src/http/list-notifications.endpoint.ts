import {
  defineEndpoint,
  pageOf,
  pageQuery,
  pageSchema,
  type EndpointRequest,
  type HttpResult,
} from '@outcry/service';
import type { Sql } from '@outcry/messaging';
import { z } from 'zod';
import { countUnread, listNotifications as readPage } from '../queries/inbox';
import { EVERYBODY, notificationSchema } from './notification.schemas';
import { recipientOf } from './recipient';

const position = z.string().regex(/^\d{1,15}$/);

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
    ...pageQuery(position),
  }),
  responses: {
    200: {
      description: 'a page of the inbox',
      schema: pageSchema(notificationSchema).extend({ unreadCount: z.number().int() }),
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
    const before = cursor?.[0] === undefined ? undefined : Number(cursor[0]);
    const filter = { before, unreadOnly: unread === 'true', limit: limit + 1 };
    const found = await readPage(sql, recipient, filter);
    const page = pageOf(
      found,
      limit,
      (item) => item,
      (item) => [String(item.position)],
    );
    const unreadCount = await countUnread(sql, recipient);
    return { status: 200, body: { ...page, unreadCount } };
  };
