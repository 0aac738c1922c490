import { accountAddressSchema, assetSchema } from '@outcry/contracts';
import { defined } from '@outcry/kernel';
import { defineEndpoint, route, type Idempotency } from '@outcry/service';
import { z } from 'zod';
import { openAccount } from '../../commands/open-account.handler';
import { accountView, findAccount } from '../../queries/account.queries';

const floor = z
  .string()
  .regex(/^(0|-[1-9]\d{0,37})$/)
  .describe('lowest available balance in minor units, never above zero; null: no floor');

const endpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/accounts',
  operationId: 'openAccount',
  summary: 'Open an account before its first use',
  tag: 'accounts',
  access: { roles: ['operator'] },
  idempotency: 'required',
  body: z.strictObject({
    address: accountAddressSchema,
    asset: assetSchema,
    minAvailable: floor.nullable().optional(),
  }),
  responses: { 201: { description: 'The account is open', schema: accountView } },
  rejections: ['unknown_account_class', 'asset_not_found', 'account_conflict'],
});

export const openAccountRoute = (idempotency: Idempotency, newId: () => string) =>
  route(endpoint, (request) =>
    idempotency.run(request, async (sql) => {
      const { tenantId } = request;
      const { address, asset, minAvailable } = request.body;
      const opened = await openAccount(sql, newId, {
        tenantId,
        address,
        asset,
        ...(minAvailable === undefined
          ? {}
          : { minAvailable: minAvailable === null ? null : BigInt(minAvailable) }),
      });
      if (!opened.ok) return opened;
      const account = await findAccount(sql, tenantId, address, asset);
      return { status: 201, body: defined(account, 'an opened account is not there') };
    }),
  );
