import { assetSchema } from '@outcry/contracts';
import { defineEndpoint, route, type Idempotency } from '@outcry/service';
import { z } from 'zod';
import { registerAsset } from '../../commands/register-asset.handler';

const endpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/assets',
  operationId: 'registerAsset',
  summary: 'Register an asset: its code and the number of its decimals, for ever',
  tag: 'assets',
  access: { roles: ['operator'] },
  idempotency: 'required',
  body: z.strictObject({ asset: assetSchema }),
  responses: {
    201: { description: 'The asset is registered', schema: z.object({ asset: assetSchema }) },
  },
  rejections: ['asset_conflict'],
});

export const registerAssetRoute = (idempotency: Idempotency) =>
  route(endpoint, (request) =>
    idempotency.run(request, async (sql) => {
      const registered = await registerAsset(sql, request.tenantId, request.body.asset);
      return registered.ok ? { status: 201, body: registered.value } : registered;
    }),
  );
