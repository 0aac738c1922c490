import { idSchema } from '@outcry/contracts';
import { defineEndpoint, route } from '@outcry/service';
import { z } from 'zod';
import { withdraw } from '../../commands/bid/withdraw-bids.handler';
import { auctionAnswer, auctionView } from '../auctions/auction.view';
import { callerOf } from '../authority';
import type { EndpointDeps } from '../endpoint-deps';
import { answerOf } from '../result';

const withdrawal = {
  method: 'POST',
  tag: 'bids',
  idempotency: 'required',
  params: z.strictObject({ auctionId: idSchema }),
  responses: { 200: { description: 'The auction, its price recomputed', schema: auctionView } },
} as const;

const status = ['auction_not_open', 'auction_closed', 'auction_cancelled'] as const;

const retract = defineEndpoint({
  ...withdrawal,
  path: '/v1/auctions/{auctionId}/retractions',
  operationId: 'retractBids',
  summary: 'Take one’s own bids back: all of them early, only the latest near the end',
  access: { roles: ['bidder'] },
  body: z.strictObject({ reason: z.enum(['wrong_amount', 'lot_changed']) }),
  rejections: [...status, 'nothing_to_retract', 'retraction_too_late'],
});

const voidBid = defineEndpoint({
  ...withdrawal,
  path: '/v1/auctions/{auctionId}/voids',
  operationId: 'voidBid',
  summary: 'Strike a bid out before the hammer',
  access: { roles: ['operator'] },
  body: z.strictObject({ bidId: idSchema, reason: z.string().min(1).max(500) }),
  rejections: [...status, 'bid_not_found'],
});

export const retractBidsRoute = (deps: EndpointDeps) =>
  route(retract, async (request) => {
    const { tenantId, params, body } = request;
    const answer = await deps.idempotency.run(request, async (sql) => {
      const ref = { tenantId, auctionId: params.auctionId };
      const command = { type: 'retract_bids', bidderId: callerOf(request).id, ...body } as const;
      return answerOf(await withdraw(deps, sql, ref, command), (auction) => auctionAnswer(auction));
    });
    deps.outbox.wake();
    return answer;
  });

export const voidBidRoute = (deps: EndpointDeps) =>
  route(voidBid, async (request) => {
    const { tenantId, params, body } = request;
    const answer = await deps.idempotency.run(request, async (sql) => {
      const ref = { tenantId, auctionId: params.auctionId };
      const voided = await withdraw(deps, sql, ref, { type: 'void_bid', ...body });
      return answerOf(voided, (auction) => auctionAnswer(auction));
    });
    deps.outbox.wake();
    return answer;
  });
