import { fromWireMoney, idSchema, moneySchema } from '@outcry/contracts';
import { defineEndpoint, keyedRequestOf, route } from '@outcry/service';
import { z } from 'zod';
import { callerOf } from '../authority';
import type { EndpointDeps } from '../endpoint-deps';
import { bidRejections, bidResult, receiptAnswer } from './bid.view';

const endpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/auctions/{auctionId}/buy-now',
  operationId: 'buyNow',
  summary: 'Buy at the buy-now price, which ends the auction',
  tag: 'bids',
  access: { roles: ['bidder'] },
  idempotency: 'required',
  params: z.strictObject({ auctionId: idSchema }),
  body: z.strictObject({ price: moneySchema.describe('the price that the buyer saw') }),
  responses: { 201: { description: 'The lot is bought', schema: bidResult } },
  rejections: [...bidRejections, 'buy_now_unavailable', 'buy_now_price_changed'],
});

export const buyNowRoute = ({ submitBid, ids, idempotency }: EndpointDeps) =>
  route(endpoint, (request) =>
    submitBid({
      auction: { tenantId: request.tenantId, auctionId: request.params.auctionId },
      keyed: keyedRequestOf(request),
      command: {
        type: 'buy_now',
        bidId: ids.next(),
        bidderId: callerOf(request).id,
        price: fromWireMoney(request.body.price),
        settlementId: ids.next(),
        commandId: ids.next(),
      },
      render: (outcome) => idempotency.render(receiptAnswer(outcome), request.requestId),
    }),
  );
