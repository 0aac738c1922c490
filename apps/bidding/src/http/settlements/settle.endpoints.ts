import { fromWireMoney, idSchema, moneySchema } from '@outcry/contracts';
import { reject } from '@outcry/kernel';
import { defineEndpoint, route, type Answer, type EndpointRequest } from '@outcry/service';
import { z } from 'zod';
import { advanceOne } from '../../commands/settlement/advance-settlement.handler';
import type { SettlementCommand } from '../../domain/settlement/settlement';
import { findSettlement } from '../../queries/settlement.queries';
import { callerOf, isOperator } from '../authority';
import type { EndpointDeps } from '../endpoint-deps';
import { answerOf } from '../result';
import { settlementView, viewOfSettlement } from './settlement.view';

const ofSettlement = {
  method: 'POST',
  tag: 'settlements',
  idempotency: 'required',
  params: z.strictObject({ settlementId: idSchema }),
  responses: { 200: { description: 'The settlement', schema: settlementView } },
} as const;

const buyer = { roles: ['bidder', 'operator'], owner: 'bidder' } as const;
const operator = { roles: ['operator'] } as const;
const reason = z.string().min(1).max(500);

const confirmDelivery = defineEndpoint({
  ...ofSettlement,
  path: '/v1/settlements/{settlementId}/confirm-delivery',
  operationId: 'confirmDelivery',
  summary: 'The buyer has the lot: pay the seller',
  access: buyer,
  body: z.strictObject({}).optional(),
  rejections: ['settlement_not_awaiting_delivery'],
});

const openDispute = defineEndpoint({
  ...ofSettlement,
  path: '/v1/settlements/{settlementId}/dispute',
  operationId: 'openDispute',
  summary: 'The buyer objects before the delivery deadline',
  access: buyer,
  body: z.strictObject({ reason }),
  rejections: ['settlement_not_awaiting_delivery'],
});

const resolveDispute = defineEndpoint({
  ...ofSettlement,
  path: '/v1/settlements/{settlementId}/resolve',
  operationId: 'resolveDispute',
  summary: 'An operator decides a dispute: how much the buyer gets back',
  access: operator,
  body: z.strictObject({ refund: moneySchema }),
  rejections: ['settlement_not_disputed', 'wrong_asset', 'refund_out_of_range'],
});

const giveUp = defineEndpoint({
  ...ofSettlement,
  path: '/v1/settlements/{settlementId}/give-up',
  operationId: 'giveUpSettlement',
  summary: 'An operator stops waiting for the payment; the ledger says whether it was made',
  access: operator,
  body: z.strictObject({ reason }),
  rejections: ['settlement_not_pending', 'settlement_in_progress'],
});

type Request = EndpointRequest<{ readonly settlementId: string }, unknown, unknown>;
type Step = (nowMs: number, newCommandId: string) => SettlementCommand;

/** One step by its buyer or an operator; a settlement of others is not found. */
const settle = async (
  deps: EndpointDeps,
  request: Request,
  mayDefault: boolean,
  commandAt: Step,
): Promise<Answer> => {
  const { tenantId, params } = request;
  const { settlementId } = params;
  const answer = await deps.idempotency.run(request, async (sql) => {
    const found = await findSettlement(sql, tenantId, settlementId, null);
    if (!found || (!isOperator(request) && found.buyerId !== callerOf(request).id))
      return reject('not_found', 'You have no such settlement.');
    const step = { tenantId, settlementId, mayDefault, commandAt };
    return answerOf(await advanceOne(deps, sql, step), (settlement) => ({
      status: 200,
      body: viewOfSettlement(settlement),
    }));
  });
  deps.outbox.wake();
  return answer;
};

export const confirmDeliveryRoute = (deps: EndpointDeps) =>
  route(confirmDelivery, (request) =>
    settle(deps, request, false, (nowMs, newCommandId) => ({
      type: 'confirm_delivery',
      ...{ nowMs, newCommandId },
    })),
  );

export const openDisputeRoute = (deps: EndpointDeps) =>
  route(openDispute, (request) =>
    settle(deps, request, false, (nowMs, newCommandId) => ({
      type: 'open_dispute',
      ...{ nowMs, newCommandId, reason: request.body.reason },
    })),
  );

export const resolveDisputeRoute = (deps: EndpointDeps) =>
  route(resolveDispute, (request) =>
    settle(deps, request, false, (nowMs, newCommandId) => ({
      type: 'resolve_dispute',
      ...{ nowMs, newCommandId, refund: fromWireMoney(request.body.refund) },
    })),
  );

export const giveUpRoute = (deps: EndpointDeps) =>
  route(giveUp, (request) =>
    settle(deps, request, true, (nowMs, newCommandId) => ({
      type: 'give_up',
      ...{ nowMs, newCommandId, reason: request.body.reason },
    })),
  );
