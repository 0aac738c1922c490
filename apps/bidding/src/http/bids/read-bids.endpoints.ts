import { bidding, idSchema, moneySchema, timestampSchema, toWireMoney } from '@outcry/contracts';
import { reject, toTimestamp } from '@outcry/kernel';
import { defineEndpoint, pageOf, pageQuery, pageSchema, route } from '@outcry/service';
import { z } from 'zod';
import { findAuction } from '../../queries/auction.queries';
import { listBids, ownBids, type PublicBidRow } from '../../queries/bid.queries';
import { readerOf } from '../auctions/read-auctions.endpoints';
import { callerOf } from '../authority';
import type { EndpointDeps } from '../endpoint-deps';

const params = z.strictObject({ auctionId: idSchema });

const bidView = z.object({
  bidId: idSchema,
  sequence: z.int().describe('number of the public event that showed it'),
  paddle: bidding.paddleNumberSchema,
  amount: moneySchema.describe('the amount that became visible'),
  automatic: z.boolean().describe('made by the proxy for the paddle'),
  placedAt: timestampSchema,
  withdrawn: z.boolean(),
});

const getBids = defineEndpoint({
  method: 'GET',
  path: '/v1/auctions/{auctionId}/bids',
  operationId: 'listBids',
  summary: 'The public bid history under paddle numbers, latest first',
  tag: 'bids',
  access: 'public',
  idempotency: 'none',
  params,
  query: z.strictObject(pageQuery(z.string().regex(/^\d{1,9}$/), z.string().regex(/^\d{1,4}$/))),
  responses: { 200: { description: 'A page of bids', schema: pageSchema(bidView) } },
});

const myBid = z.object({
  auctionId: idSchema,
  leading: z.boolean(),
  maximum: moneySchema.nullable().describe('of the latest live bid; the caller’s secret'),
  bids: z.array(z.object({ bidId: idSchema, amount: moneySchema, placedAt: timestampSchema })),
});

const getMyBid = defineEndpoint({
  method: 'GET',
  path: '/v1/auctions/{auctionId}/my-bid',
  operationId: 'getMyBid',
  summary: 'The caller’s own live bids and maximum',
  tag: 'bids',
  access: { roles: ['bidder'] },
  idempotency: 'none',
  params,
  responses: { 200: { description: 'The caller’s bids', schema: myBid } },
});

const viewOfBid =
  (asset: string) =>
  (row: PublicBidRow): z.output<typeof bidView> => ({
    bidId: row.bid_id,
    sequence: row.sequence,
    paddle: row.paddle_number,
    amount: { amount: row.amount, asset },
    automatic: row.automatic,
    placedAt: toTimestamp(row.placed_at.getTime()),
    withdrawn: row.withdrawn,
  });

export const listBidsRoute = ({ database }: EndpointDeps) =>
  route(getBids, async (request) => {
    const { auctionId } = request.params;
    const auction = await findAuction(database, request.tenantId, auctionId, readerOf(request));
    if (!auction) return reject('not_found', 'There is no such auction.');
    const { limit, cursor } = request.query;
    const rows = await listBids(database, auctionId, { after: cursor, limit });
    const page = pageOf(rows, limit, viewOfBid(auction.terms.asset), ({ sequence, place }) => [
      String(sequence),
      String(place),
    ]);
    return { status: 200, body: page };
  });

export const getMyBidRoute = ({ database }: EndpointDeps) =>
  route(getMyBid, async (request) => {
    const { auctionId } = request.params;
    const { id: bidderId } = callerOf(request);
    const auction = await findAuction(database, request.tenantId, auctionId, readerOf(request));
    if (!auction) return reject('not_found', 'There is no such auction.');
    const bids = await ownBids(database, auctionId, bidderId);
    const { asset } = auction.terms;
    const money = (amount: bigint) => toWireMoney({ amount, asset });
    const standing = 'standing' in auction ? auction.standing : null;
    const latest = bids.at(-1);
    const body: z.output<typeof myBid> = {
      auctionId,
      leading: standing?.leader.bidderId === bidderId,
      maximum: latest ? money(latest.amount) : null,
      bids: bids.map(({ bidId, amount, placedAtMs }) => ({
        bidId,
        amount: money(amount),
        placedAt: toTimestamp(placedAtMs),
      })),
    };
    return { status: 200, headers: { 'Cache-Control': 'no-store' }, body };
  });
