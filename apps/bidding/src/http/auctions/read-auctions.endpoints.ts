import { idSchema } from '@outcry/contracts';
import { reject } from '@outcry/kernel';
import {
  defineEndpoint,
  type EndpointRequest,
  pageOf,
  pageQuery,
  pageSchema,
  route,
} from '@outcry/service';
import { z } from 'zod';
import { findAuction, listAuctions, type Reader } from '../../queries/auction.queries';
import { isOperator } from '../authority';
import type { EndpointDeps } from '../endpoint-deps';
import { auctionAnswer, auctionView, viewOfAuction } from './auction.view';

const getAuction = defineEndpoint({
  method: 'GET',
  path: '/v1/auctions/{auctionId}',
  operationId: 'getAuction',
  summary: 'One auction, as the public sees it: the snapshot of the live stream',
  tag: 'auctions',
  access: 'public',
  idempotency: 'none',
  params: z.strictObject({ auctionId: idSchema }),
  responses: { 200: { description: 'The auction', schema: auctionView } },
});

const getAuctions = defineEndpoint({
  method: 'GET',
  path: '/v1/auctions',
  operationId: 'listAuctions',
  summary: 'Auctions, newest first',
  tag: 'auctions',
  access: 'public',
  idempotency: 'none',
  query: z.strictObject({
    saleId: idSchema.optional(),
    status: auctionView.shape.status.optional(),
    ...pageQuery(idSchema),
  }),
  responses: { 200: { description: 'A page of auctions', schema: pageSchema(auctionView) } },
});

export const readerOf = (request: Pick<EndpointRequest, 'principal'>): Reader => ({
  sellerId: request.principal?.id ?? null,
  isOperator: isOperator(request),
});

export const getAuctionRoute = ({ database }: EndpointDeps) =>
  route(getAuction, async (request) => {
    const { tenantId, params } = request;
    const auction = await findAuction(database, tenantId, params.auctionId, readerOf(request));
    return auction ? auctionAnswer(auction) : reject('not_found', 'There is no such auction.');
  });

export const listAuctionsRoute = ({ database }: EndpointDeps) =>
  route(getAuctions, async (request) => {
    const { limit, cursor, saleId, status } = request.query;
    const filter = { tenantId: request.tenantId, after: cursor?.[0], saleId, status, limit };
    const found = await listAuctions(database, filter, readerOf(request));
    const page = pageOf(found, limit, viewOfAuction, ({ auctionId }) => [auctionId]);
    return { status: 200, body: page };
  });
