import { fromWireMoney, idSchema, moneySchema } from '@outcry/contracts';
import { defineEndpoint, route } from '@outcry/service';
import { z } from 'zod';
import { changeLimit, closePaddle } from '../../commands/paddle/change-paddle.handler';
import { callerOf } from '../authority';
import type { EndpointDeps } from '../endpoint-deps';
import { answerOf } from '../result';
import { paddleView, viewOfPaddle } from './paddle.view';

const ofPaddle = {
  tag: 'paddles',
  access: { roles: ['bidder'], owner: 'bidder' },
  params: z.strictObject({ paddleId: idSchema }),
  responses: { 200: { description: 'The paddle', schema: paddleView } },
} as const;

const putLimit = defineEndpoint({
  ...ofPaddle,
  method: 'PUT',
  path: '/v1/paddles/{paddleId}/limit',
  operationId: 'changeLimit',
  summary: 'Ask for another limit; a raise counts when the ledger has answered',
  idempotency: 'none',
  body: z.strictObject({ limit: moneySchema }),
  rejections: [
    'paddle_not_live',
    'paddle_closed',
    'wrong_asset',
    'invalid_amount',
    'limit_change_pending',
    'limit_unchanged',
    'limit_below_exposure',
  ],
});

const close = defineEndpoint({
  ...ofPaddle,
  method: 'POST',
  path: '/v1/paddles/{paddleId}/close',
  operationId: 'closePaddle',
  summary: 'End a registration that leads and owes nothing; the hold is given back',
  idempotency: 'required',
  body: z.strictObject({}).optional(),
  rejections: ['paddle_not_live', 'paddle_closed', 'paddle_committed', 'limit_change_pending'],
});

export const changeLimitRoute = (deps: EndpointDeps) =>
  route(putLimit, async (request) => {
    const { tenantId, params, body } = request;
    const own = { tenantId, paddleId: params.paddleId, bidderId: callerOf(request).id };
    const changed = await deps.database.transact((sql) =>
      changeLimit(deps, sql, own, fromWireMoney(body.limit)),
    );
    deps.outbox.wake();
    return answerOf(changed, (paddle) => ({ status: 200, body: viewOfPaddle(paddle) }));
  });

export const closePaddleRoute = (deps: EndpointDeps) =>
  route(close, async (request) => {
    const { tenantId, params } = request;
    const own = { tenantId, paddleId: params.paddleId, bidderId: callerOf(request).id };
    const answer = await deps.idempotency.run(request, async (sql) =>
      answerOf(await closePaddle(deps, sql, own), (paddle) => ({
        status: 200,
        body: viewOfPaddle(paddle),
      })),
    );
    deps.outbox.wake();
    return answer;
  });
