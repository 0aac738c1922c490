import type { Sql } from '@outcry/messaging';
import { defineEndpoint, route } from '@outcry/service';
import { z } from 'zod';
import { assetView, listAssets } from '../../queries/asset.queries';

const endpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/assets',
  operationId: 'listAssets',
  summary: 'All assets that accounts can be opened in',
  tag: 'assets',
  access: { roles: ['bidder', 'seller', 'operator'] },
  idempotency: 'none',
  responses: {
    200: { description: 'The assets', schema: z.object({ items: z.array(assetView) }) },
  },
});

export const listAssetsRoute = (sql: Sql) =>
  route(endpoint, async ({ tenantId }) => ({
    status: 200,
    body: { items: await listAssets(sql, tenantId) },
  }));
