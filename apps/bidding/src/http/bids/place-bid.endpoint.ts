import { fromWireMoney, idSchema } from '@outcry/contracts';
import { defineEndpoint, keyedRequestOf, route } from '@outcry/service';
import { z } from 'zod';
import { callerOf } from '../authority';
import type { EndpointDeps } from '../endpoint-deps';
import { amountSchema, bidRejections, bidResult, receiptAnswer } from './bid.view';

const endpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/auctions/{auctionId}/bids',
  operationId: 'placeBid',
  summary: 'Place a bid, or raise one’s own maximum',
  tag: 'bids',
  access: { roles: ['bidder'] },
  idempotency: 'required',
  params: z.strictObject({ auctionId: idSchema }),
  body: z.strictObject({ amount: amountSchema }),
  responses: { 201: { description: 'The bid was taken', schema: bidResult } },
  rejections: [...bidRejections, 'bid_too_low'],
});

export const placeBidRoute = ({ submitBid, ids, idempotency }: EndpointDeps) =>
  route(endpoint, (request) =>
    submitBid({
      auction: { tenantId: request.tenantId, auctionId: request.params.auctionId },
      keyed: keyedRequestOf(request),
      command: {
        type: 'place_bid',
        bidId: ids.next(),
        bidderId: callerOf(request).id,
        amount: fromWireMoney(request.body.amount),
      },
      render: (outcome) => idempotency.render(receiptAnswer(outcome), request.requestId),
    }),
  );
