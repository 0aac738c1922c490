import { idSchema } from '@outcry/contracts';
import { reject } from '@outcry/kernel';
import {
  defineEndpoint,
  type EndpointRequest,
  pageOf,
  pageQuery,
  pageSchema,
  route,
} from '@outcry/service';
import { z } from 'zod';
import { findSettlement, listSettlements } from '../../queries/settlement.queries';
import { callerOf, isOperator } from '../authority';
import type { EndpointDeps } from '../endpoint-deps';
import { settlementView, viewOfSettlement } from './settlement.view';

const getSettlement = defineEndpoint({
  method: 'GET',
  path: '/v1/settlements/{settlementId}',
  operationId: 'getSettlement',
  summary: 'One settlement: where it is and why, for its buyer, its seller and operators',
  tag: 'settlements',
  access: { roles: ['bidder', 'seller', 'operator'], owner: 'bidder' },
  idempotency: 'none',
  params: z.strictObject({ settlementId: idSchema }),
  responses: { 200: { description: 'The settlement', schema: settlementView } },
});

const getSettlements = defineEndpoint({
  method: 'GET',
  path: '/v1/settlements',
  operationId: 'listSettlements',
  summary: 'The caller’s settlements, or for an operator all, latest first',
  tag: 'settlements',
  access: { roles: ['bidder', 'seller', 'operator'] },
  idempotency: 'none',
  query: z.strictObject({ auctionId: idSchema.optional(), ...pageQuery(idSchema) }),
  responses: { 200: { description: 'A page of settlements', schema: pageSchema(settlementView) } },
});

const partyOf = (request: Pick<EndpointRequest, 'principal'>): string | null =>
  isOperator(request) ? null : callerOf(request).id;

export const getSettlementRoute = ({ database }: EndpointDeps) =>
  route(getSettlement, async (request) => {
    const { settlementId } = request.params;
    const party = partyOf(request);
    const found = await findSettlement(database, request.tenantId, settlementId, party);
    return found
      ? { status: 200, body: viewOfSettlement(found) }
      : reject('not_found', 'You have no such settlement.');
  });

export const listSettlementsRoute = ({ database }: EndpointDeps) =>
  route(getSettlements, async (request) => {
    const { limit, cursor, auctionId } = request.query;
    const settlements = await listSettlements(database, {
      tenantId: request.tenantId,
      party: partyOf(request),
      after: cursor?.[0],
      ...{ auctionId, limit },
    });
    const page = pageOf(settlements, limit, viewOfSettlement, (one) => [one.settlementId]);
    return { status: 200, body: page };
  });
