import { idSchema, moneySchema, fromWireMoney } from '@outcry/contracts';
import { defineEndpoint, route } from '@outcry/service';
import { z } from 'zod';
import { cancel, lower } from '../../commands/auction/end-auction.handler';
import { scheduleAuction } from '../../commands/auction/list-auction.handler';
import { ownerOf } from '../authority';
import type { EndpointDeps } from '../endpoint-deps';
import { answerOf } from '../result';
import { auctionAnswer, auctionView } from './auction.view';

const ofAuction = {
  method: 'POST',
  tag: 'auctions',
  access: { roles: ['seller', 'operator'], owner: 'seller' },
  idempotency: 'required',
  params: z.strictObject({ auctionId: idSchema }),
  responses: { 200: { description: 'The auction', schema: auctionView } },
} as const;

const schedule = defineEndpoint({
  ...ofAuction,
  path: '/v1/auctions/{auctionId}/schedule',
  operationId: 'scheduleAuction',
  summary: 'Publish a draft; it opens at its time',
  body: z.strictObject({}).optional(),
  rejections: ['auction_not_draft', 'invalid_terms'],
});

const cancelEndpoint = defineEndpoint({
  ...ofAuction,
  path: '/v1/auctions/{auctionId}/cancel',
  operationId: 'cancelAuction',
  summary: 'Withdraw a lot before the hammer; near the end with bids only an operator may',
  body: z.strictObject({ reason: z.string().min(1).max(500) }),
  rejections: ['auction_closed', 'auction_cancelled', 'cancellation_too_late'],
});

const lowerReserve = defineEndpoint({
  ...ofAuction,
  path: '/v1/auctions/{auctionId}/lower-reserve',
  operationId: 'lowerReserve',
  summary: 'Lower the secret reserve of an open auction',
  body: z.strictObject({ reserve: moneySchema }),
  rejections: [
    'auction_not_open',
    'auction_closed',
    'auction_cancelled',
    'no_reserve',
    'wrong_asset',
    'reserve_met',
    'reserve_not_lower',
    'reserve_lowering_too_late',
    'reserve_too_low',
  ],
});

export const scheduleAuctionRoute = (deps: EndpointDeps) =>
  route(schedule, async (request) => {
    const { tenantId, params } = request;
    const answer = await deps.idempotency.run(request, async (sql) => {
      const ref = { tenantId, auctionId: params.auctionId };
      const scheduled = await scheduleAuction(deps, sql, ref, ownerOf(request));
      return answerOf(scheduled, (auction) => auctionAnswer(auction));
    });
    deps.outbox.wake();
    return answer;
  });

export const cancelAuctionRoute = (deps: EndpointDeps) =>
  route(cancelEndpoint, async (request) => {
    const { tenantId, params, body } = request;
    const answer = await deps.idempotency.run(request, async (sql) => {
      const ref = { tenantId, auctionId: params.auctionId };
      const ended = await cancel(deps, sql, ref, { owner: ownerOf(request), ...body });
      return answerOf(ended, (auction) => auctionAnswer(auction));
    });
    deps.outbox.wake();
    return answer;
  });

export const lowerReserveRoute = (deps: EndpointDeps) =>
  route(lowerReserve, async (request) => {
    const { tenantId, params, body } = request;
    const answer = await deps.idempotency.run(request, async (sql) => {
      const ref = { tenantId, auctionId: params.auctionId };
      const reserve = fromWireMoney(body.reserve);
      const lowered = await lower(deps, sql, ref, { owner: ownerOf(request), reserve });
      return answerOf(lowered, (auction) => auctionAnswer(auction));
    });
    deps.outbox.wake();
    return answer;
  });
