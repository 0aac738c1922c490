import { idSchema } from '@outcry/contracts';
import { reject } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { defineEndpoint, route } from '@outcry/service';
import { z } from 'zod';
import { findTransferChain, transferChainView } from '../../queries/transfer.queries';
import { ownedAddress } from '../authority';

const endpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/transfers/{id}',
  operationId: 'getTransfer',
  summary: 'A chain of transfers by its client id or by the id of one of them',
  tag: 'transfers',
  access: { roles: ['bidder', 'seller', 'operator'], owner: 'bidder' },
  idempotency: 'none',
  params: z.strictObject({ id: idSchema }),
  responses: {
    200: {
      description: 'The transfers; for others than operators those of their own account',
      schema: transferChainView,
    },
  },
});

export const getTransferRoute = (sql: Sql) =>
  route(endpoint, async (request) => {
    const owned = ownedAddress(request);
    const chain = await findTransferChain(sql, request.tenantId, request.params.id, owned);
    return chain === undefined
      ? reject('not_found', 'You have no such transfer.')
      : { status: 200, body: chain };
  });
