import { idSchema } from '@outcry/contracts';
import { reject } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { defineEndpoint, route } from '@outcry/service';
import { z } from 'zod';
import { findHold, holdView } from '../../queries/hold.queries';
import { ownedAddress } from '../authority';

const endpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/holds/{holdId}',
  operationId: 'getHold',
  summary: 'One hold',
  tag: 'holds',
  access: { roles: ['bidder', 'seller', 'operator'], owner: 'bidder' },
  idempotency: 'none',
  params: z.strictObject({ holdId: idSchema }),
  responses: { 200: { description: 'The hold', schema: holdView } },
});

export const getHoldRoute = (sql: Sql) =>
  route(endpoint, async (request) => {
    const owned = ownedAddress(request);
    const hold = await findHold(sql, request.tenantId, request.params.holdId, owned);
    return hold === undefined
      ? reject('not_found', 'You have no such hold.')
      : { status: 200, body: hold };
  });
