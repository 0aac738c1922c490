import { idSchema } from '@outcry/contracts';
import { defined, reject } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { defineEndpoint, route } from '@outcry/service';
import { z } from 'zod';
import { findItem } from '../persistence/find-item.sql';
import { itemView, viewOfItem } from './item.view';

const endpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/__name__/{itemId}',
  operationId: 'get__PascalName__Item',
  summary: 'One item',
  tag: '__name__',
  access: { roles: ['bidder', 'seller', 'operator'], owner: 'bidder' },
  idempotency: 'none',
  params: z.strictObject({ itemId: idSchema }),
  responses: { 200: { description: 'The item', schema: itemView } },
});

export const getItemRoute = (sql: Sql) =>
  route(endpoint, async ({ principal, tenantId, params }) => {
    const { id, roles } = defined(principal, 'reading is not public');
    const item = await findItem(
      sql,
      tenantId,
      params.itemId,
      roles.includes('operator') ? null : id,
    );
    if (item === null) return reject('not_found', 'You have no such item.');
    return { status: 200, body: viewOfItem(item) };
  });
