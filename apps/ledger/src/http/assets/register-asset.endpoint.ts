import { assetSchema } from '@outcry/contracts';
import { defineEndpoint, route, type Idempotency } from '@outcry/service';
import { z } from 'zod';
import { registerAsset } from '../../commands/register-asset.handler';

/** At most 36 decimals, written without leading zeros, so that an asset has one spelling. */
const newAsset = assetSchema.regex(/\/(\d|[12]\d|3[0-6])$/, 'must end in an exponent of 0 to 36');

const endpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/assets',
  operationId: 'registerAsset',
  summary: 'Register an asset: its code and the number of its decimals, for ever',
  tag: 'assets',
  access: { roles: ['operator'] },
  idempotency: 'required',
  body: z.strictObject({ asset: newAsset }),
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
