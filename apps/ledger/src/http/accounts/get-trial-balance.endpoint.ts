import type { Sql } from '@outcry/messaging';
import { defineEndpoint, route } from '@outcry/service';
import { readTrialBalance, trialBalanceView } from '../../queries/trial-balance.queries';

const endpoint = defineEndpoint({
  method: 'GET',
  path: '/v1/trial-balance',
  operationId: 'getTrialBalance',
  summary: 'Sums of all debits and credits, per asset and class of accounts',
  tag: 'accounts',
  access: { roles: ['operator'] },
  idempotency: 'none',
  responses: { 200: { description: 'The trial balance', schema: trialBalanceView } },
});

export const getTrialBalanceRoute = (sql: Sql) =>
  route(endpoint, async ({ tenantId }) => ({
    status: 200,
    body: await readTrialBalance(sql, tenantId),
  }));
