import { idSchema } from '@outcry/contracts';
import { reject } from '@outcry/kernel';
import { defineEndpoint, matchesIfMatch, route } from '@outcry/service';
import { z } from 'zod';
import { editAuction } from '../../commands/auction/list-auction.handler';
import { ownerOf } from '../authority';
import type { EndpointDeps } from '../endpoint-deps';
import { answerOf } from '../result';
import { termsOf } from './auction-terms.input';
import { editSchema } from './auction-terms.schema';
import { auctionAnswer, auctionView, tagOfAuction } from './auction.view';

const endpoint = defineEndpoint({
  method: 'PATCH',
  path: '/v1/auctions/{auctionId}',
  operationId: 'editAuction',
  summary: 'Change an auction before it opens; If-Match names the version that was seen',
  tag: 'auctions',
  access: { roles: ['seller', 'operator'], owner: 'seller' },
  idempotency: 'none',
  params: z.strictObject({ auctionId: idSchema }),
  body: editSchema,
  responses: { 200: { description: 'The auction', schema: auctionView } },
  rejections: ['auction_not_editable', 'invalid_terms', 'wrong_asset'],
});

export const editAuctionRoute = (deps: EndpointDeps) =>
  route(endpoint, async (request) => {
    const seen = request.header('if-match');
    if (seen === undefined)
      return reject('precondition_required', 'Send the ETag of the auction as If-Match.');
    const { tenantId, params, body } = request;
    const edited = await deps.database.transact((sql) =>
      editAuction(deps, sql, {
        auction: { tenantId, auctionId: params.auctionId },
        owner: ownerOf(request),
        edit: (auction) =>
          matchesIfMatch(seen, tagOfAuction(auction))
            ? termsOf(body, auction.terms)
            : reject('precondition_failed', 'The auction has changed; read it again.'),
      }),
    );
    deps.outbox.wake();
    return answerOf(edited, (auction) => auctionAnswer(auction));
  });
