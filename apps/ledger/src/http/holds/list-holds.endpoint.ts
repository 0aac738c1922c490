import { accountAddressSchema, idSchema, timestampSchema } from '@outcry/contracts';
import type { Sql } from '@outcry/messaging';
import { defineEndpoint, pageQuery, pageSchema, route } from '@outcry/service';
import { z } from 'zod';
import { holdStatus, holdView, listHolds } from '../../queries/hold.queries';
import { ownedAddress } from '../authority';

const endpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/holds',
  operationId: 'listHolds',
  summary: 'Holds on one’s own account, or for an operator all of the tenant, newest first',
  tag: 'holds',
  access: { roles: ['bidder', 'seller', 'operator'] },
  idempotency: 'none',
  query: z.strictObject({
    account: accountAddressSchema.optional(),
    status: holdStatus.optional(),
    ...pageQuery(timestampSchema, idSchema),
  }),
  responses: { 200: { description: 'A page of holds', schema: pageSchema(holdView) } },
});

export const listHoldsRoute = (sql: Sql) =>
  route(endpoint, async (request) => {
    const { account, status, limit, cursor } = request.query;
    const owned = ownedAddress(request);
    const filter = { tenantId: request.tenantId, owned, account, status, limit, cursor };
    return { status: 200, body: await listHolds(sql, filter) };
  });
