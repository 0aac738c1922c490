import { fromWireMoney, idSchema, moneySchema } from '@outcry/contracts';
import { defineEndpoint, route } from '@outcry/service';
import { z } from 'zod';
import { requestPaddle } from '../../commands/paddle/request-paddle.handler';
import { callerOf } from '../authority';
import type { EndpointDeps } from '../endpoint-deps';
import { answerOf } from '../result';
import { paddleView, viewOfPaddle } from './paddle.view';

const endpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/sales/{saleId}/paddles',
  operationId: 'requestPaddle',
  summary: 'Register for a sale with a spending limit, which the ledger holds',
  tag: 'paddles',
  access: { roles: ['bidder'] },
  idempotency: 'required',
  params: z.strictObject({ saleId: idSchema }),
  body: z.strictObject({ limit: moneySchema }),
  responses: { 201: { description: 'Requested; live when the ledger holds', schema: paddleView } },
  rejections: ['paddle_exists', 'wrong_asset', 'invalid_amount'],
});

export const requestPaddleRoute = (deps: EndpointDeps) =>
  route(endpoint, async (request) => {
    const { tenantId, params, body } = request;
    const answer = await deps.idempotency.run(request, async (sql) => {
      const requested = await requestPaddle(deps, sql, {
        ...{ tenantId, saleId: params.saleId },
        bidderId: callerOf(request).id,
        limit: fromWireMoney(body.limit),
      });
      return answerOf(requested, (paddle) => ({
        status: 201,
        headers: { Location: `/v1/paddles/${paddle.paddleId}` },
        body: viewOfPaddle(paddle),
      }));
    });
    deps.outbox.wake();
    return answer;
  });
