import { idSchema } from '@outcry/contracts';
import { defineEndpoint, route } from '@outcry/service';
import { z } from 'zod';
import { createAuction } from '../../commands/auction/create-auction.handler';
import { callerOf } from '../authority';
import type { EndpointDeps } from '../endpoint-deps';
import { answerOf } from '../result';
import { termsOf } from './auction-terms.input';
import { termsFields } from './auction-terms.schema';
import { auctionAnswer, auctionView } from './auction.view';

const endpoint = defineEndpoint({
  method: 'POST',
  path: '/v1/auctions',
  operationId: 'createAuction',
  summary: 'Make a draft of an auction of one lot, sold by the caller',
  tag: 'auctions',
  access: { roles: ['seller', 'operator'] },
  idempotency: 'required',
  body: z
    .strictObject(termsFields)
    .partial()
    .required({ lot: true, startPrice: true, opensAt: true })
    .extend({ saleId: idSchema }),
  responses: { 201: { description: 'The draft', schema: auctionView } },
  rejections: ['invalid_terms', 'wrong_asset'],
});

export const createAuctionRoute = (deps: EndpointDeps) =>
  route(endpoint, (request) =>
    deps.idempotency.run(request, async (sql) => {
      const { saleId, ...input } = request.body;
      const terms = termsOf(input, null);
      if (!terms.ok) return terms;
      const { tenantId } = request;
      const sellerId = callerOf(request).id;
      const made = await createAuction(deps, sql, {
        ...{ tenantId, saleId, sellerId },
        terms: terms.value,
      });
      return answerOf(made, (auction) => auctionAnswer(auction, 201));
    }),
  );
