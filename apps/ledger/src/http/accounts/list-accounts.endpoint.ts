import { accountAddressSchema, assetSchema } from '@outcry/contracts';
import type { Sql } from '@outcry/messaging';
import { defineEndpoint, pageQuery, pageSchema, route } from '@outcry/service';
import { z } from 'zod';
import { accountView, listAccounts } from '../../queries/account.queries';
import { ownedAddress } from '../authority';

const endpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/accounts',
  operationId: 'listAccounts',
  summary: 'Accounts: one’s own, or for an operator all of the tenant, by address',
  tag: 'accounts',
  access: { roles: ['bidder', 'seller', 'operator'] },
  idempotency: 'none',
  query: z.strictObject({
    asset: assetSchema.optional(),
    class: z.string().max(40).optional(),
    ...pageQuery(accountAddressSchema, assetSchema),
  }),
  responses: { 200: { description: 'A page of accounts', schema: pageSchema(accountView) } },
});

export const listAccountsRoute = (sql: Sql) =>
  route(endpoint, async (request) => {
    const { limit, cursor, asset, class: ofClass } = request.query;
    const owned = ownedAddress(request);
    const filter = { tenantId: request.tenantId, owned, class: ofClass, asset, limit, cursor };
    return { status: 200, body: await listAccounts(sql, filter) };
  });
