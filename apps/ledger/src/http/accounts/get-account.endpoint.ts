import { accountAddressSchema, assetSchema } from '@outcry/contracts';
import { reject } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { defineEndpoint, route } from '@outcry/service';
import { z } from 'zod';
import { accountView, findAccount } from '../../queries/account.queries';
import { ownedAddress } from '../authority';

const endpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/accounts/{address}',
  operationId: 'getAccount',
  summary: 'One account: its balances in one asset',
  tag: 'accounts',
  access: { roles: ['bidder', 'seller', 'operator'], owner: 'bidder' },
  idempotency: 'none',
  params: z.strictObject({ address: accountAddressSchema }),
  query: z.strictObject({ asset: assetSchema }),
  responses: { 200: { description: 'The account', schema: accountView } },
});

export const getAccountRoute = (sql: Sql) =>
  route(endpoint, async (request) => {
    const { address } = request.params;
    const owned = ownedAddress(request);
    const account =
      owned === null || owned === address
        ? await findAccount(sql, request.tenantId, address, request.query.asset)
        : undefined;
    return account === undefined
      ? reject('not_found', 'You have no such account in this asset.')
      : { status: 200, body: account };
  });
