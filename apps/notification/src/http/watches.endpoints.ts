import { idSchema, timestampSchema } from '@outcry/contracts';
import { defined, reject } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { defineEndpoint, route, type EndpointRequest, type Route } from '@outcry/service';
import { z } from 'zod';
import { listWatches as readWatches, unwatch, watch, type Watcher } from '../queries/watches';
import { EVERYBODY } from './notification.schemas';

const params = z.strictObject({ auctionId: idSchema });
const tag = 'watches';
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

export const watchAuction = defineEndpoint({
  method: 'PUT',
  path: '/v1/watches/{auctionId}',
  operationId: 'watchAuction',
  summary: 'Be told when an auction meets its reserve and before it ends',
  tag,
  access: EVERYBODY,
  idempotency: 'none',
  params,
  responses: { 204: { description: 'you watch it' } },
});

export const unwatchAuction = defineEndpoint({
  method: 'DELETE',
  path: '/v1/watches/{auctionId}',
  operationId: 'unwatchAuction',
  summary: 'Stop watching an auction',
  tag,
  access: EVERYBODY,
  idempotency: 'none',
  params,
  responses: { 204: { description: 'you do not watch it' } },
});

export const listWatches = defineEndpoint({
  method: 'GET',
  path: '/v1/watches',
  operationId: 'listWatches',
  summary: 'Auctions that you watch',
  tag,
  access: EVERYBODY,
  idempotency: 'none',
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(DEFAULT_LIMIT),
    cursor: idSchema.optional(),
  }),
  responses: {
    200: {
      description: 'a page of them',
      schema: z.strictObject({
        items: z.array(z.strictObject({ auctionId: idSchema, watchedAt: timestampSchema })),
        nextCursor: z.string().nullable(),
      }),
    },
  },
});

const watcherOf = ({ principal }: Pick<EndpointRequest, 'principal'>): Watcher => {
  const { id, tenantId } = defined(principal, 'a watch needs a principal');
  return { tenantId, watcherId: id };
};

export const watchRoutes = (sql: Sql): Route[] => [
  route(watchAuction, async (request) =>
    (await watch(sql, watcherOf(request), request.params.auctionId))
      ? { status: 204 }
      : reject('not_found', 'There is no such public auction, or it is not known here yet.'),
  ),
  route(unwatchAuction, async (request) => {
    await unwatch(sql, watcherOf(request), request.params.auctionId);
    return { status: 204 };
  }),
  route(listWatches, async (request) => {
    const { limit, cursor } = request.query;
    const found = await readWatches(sql, watcherOf(request), { after: cursor, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    return { status: 200, body: { items, nextCursor: last?.auctionId ?? null } };
  }),
];
