import { accountAddressSchema, assetSchema } from '@outcry/contracts';
import { reject } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { defineEndpoint, pageQuery, pageSchema, route } from '@outcry/service';
import { z } from 'zod';
import { findAccount } from '../../queries/account.queries';
import { entryView, listEntries } from '../../queries/entry.queries';
import { ownedAddress } from '../authority';

const endpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/accounts/{address}/entries',
  operationId: 'listEntries',
  summary: 'The history of an account with the balance after each entry, newest first',
  tag: 'accounts',
  access: { roles: ['bidder', 'seller', 'operator'], owner: 'bidder' },
  idempotency: 'none',
  params: z.strictObject({ address: accountAddressSchema }),
  query: z.strictObject({ asset: assetSchema, ...pageQuery(z.string().regex(/^\d{1,19}$/)) }),
  responses: { 200: { description: 'A page of entries', schema: pageSchema(entryView) } },
});

export const listEntriesRoute = (sql: Sql) =>
  route(endpoint, async (request) => {
    const { address } = request.params;
    const { asset, limit, cursor } = request.query;
    const owned = ownedAddress(request);
    const account =
      owned === null || owned === address
        ? await findAccount(sql, request.tenantId, address, asset)
        : undefined;
    if (account === undefined) {
      return reject('not_found', 'You have no such account in this asset.');
    }
    const of = { tenantId: request.tenantId, address, asset };
    return { status: 200, body: await listEntries(sql, of, { limit, cursor }) };
  });
