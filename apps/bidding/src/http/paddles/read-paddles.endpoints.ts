import { idSchema } from '@outcry/contracts';
import { reject } from '@outcry/kernel';
import { defineEndpoint, pageOf, pageQuery, pageSchema, route } from '@outcry/service';
import { z } from 'zod';
import { findPaddle, listPaddles } from '../../queries/paddle.queries';
import { callerOf, isOperator } from '../authority';
import type { EndpointDeps } from '../endpoint-deps';
import { paddleView, viewOfPaddle } from './paddle.view';

const getPaddle = defineEndpoint({
  method: 'GET',
  path: '/v1/paddles/{paddleId}',
  operationId: 'getPaddle',
  summary: 'One paddle: the caller’s own, or for an operator any',
  tag: 'paddles',
  access: { roles: ['bidder', 'operator'], owner: 'bidder' },
  idempotency: 'none',
  params: z.strictObject({ paddleId: idSchema }),
  responses: { 200: { description: 'The paddle', schema: paddleView } },
});

const getPaddles = defineEndpoint({
  method: 'GET',
  path: '/v1/sales/{saleId}/paddles',
  operationId: 'listPaddles',
  summary: 'Paddles of a sale: the caller’s own, or for an operator all',
  tag: 'paddles',
  access: { roles: ['bidder', 'operator'] },
  idempotency: 'none',
  params: z.strictObject({ saleId: idSchema }),
  query: z.strictObject(pageQuery(idSchema)),
  responses: { 200: { description: 'A page of paddles', schema: pageSchema(paddleView) } },
});

export const getPaddleRoute = ({ database }: EndpointDeps) =>
  route(getPaddle, async (request) => {
    const bidderId = isOperator(request) ? null : callerOf(request).id;
    const { paddleId } = request.params;
    const paddle = await findPaddle(database, request.tenantId, paddleId, bidderId);
    return paddle
      ? { status: 200, body: viewOfPaddle(paddle) }
      : reject('not_found', 'You have no such paddle.');
  });

export const listPaddlesRoute = ({ database }: EndpointDeps) =>
  route(getPaddles, async (request) => {
    const { limit, cursor } = request.query;
    const paddles = await listPaddles(database, {
      tenantId: request.tenantId,
      saleId: request.params.saleId,
      bidderId: isOperator(request) ? null : callerOf(request).id,
      after: cursor?.[0],
      limit,
    });
    const page = pageOf(paddles, limit, viewOfPaddle, ({ paddleId }) => [paddleId]);
    return { status: 200, body: page };
  });
