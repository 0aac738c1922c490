import { randomUUID } from 'node:crypto';
import type { Marketplace } from '@outcry/demo';
import { admit, newTenant, openAuction, openSale, tokenOf, usd } from './people';
import { gatewayUrl, waitUntilReady } from './system';

type Case = {
  readonly name: string;
  readonly status: number;
  readonly code: string;
  readonly method?: string;
  readonly path?: (room: Room) => string;
  readonly headers?: Record<string, string | undefined>;
  readonly body?: unknown;
  readonly raw?: string;
};
type Room = { readonly auctionId: string; readonly saleId: string; readonly paddleId: string };

const bidsOf = ({ auctionId }: Room): string => `/v1/auctions/${auctionId}/bids`;
const KB = 1_024;

const CASES: readonly Case[] = [
  { name: 'malformed JSON', raw: '{"amount": ', status: 400, code: 'malformed_json' },
  { name: 'no body', raw: '', status: 400, code: 'invalid_request' },
  {
    name: 'an unknown field',
    body: { amount: usd(2_000), tip: 1 },
    status: 400,
    code: 'invalid_request',
  },
  {
    name: 'a float for money',
    body: { amount: { amount: 20.5, asset: 'USD/2' } },
    status: 400,
    code: 'invalid_request',
  },
  {
    name: 'a number for money',
    body: { amount: { amount: 2_000, asset: 'USD/2' } },
    status: 400,
    code: 'invalid_request',
  },
  {
    name: 'NaN as text',
    body: { amount: { amount: 'NaN', asset: 'USD/2' } },
    status: 400,
    code: 'invalid_request',
  },
  {
    name: 'a negative amount',
    body: { amount: { amount: '-5', asset: 'USD/2' } },
    status: 400,
    code: 'invalid_request',
  },
  {
    name: 'an amount of 39 digits',
    body: { amount: { amount: '9'.repeat(39), asset: 'USD/2' } },
    status: 400,
    code: 'invalid_request',
  },
  {
    name: 'another asset',
    body: { amount: { amount: '5000', asset: 'EUR/2' } },
    status: 422,
    code: 'wrong_asset',
  },
  { name: 'a bid too low', body: { amount: usd(999) }, status: 422, code: 'bid_too_low' },
  { name: 'a bid over the limit', body: { amount: usd(100_000) }, status: 422, code: 'over_limit' },
  {
    name: 'a huge body',
    raw: JSON.stringify({ amount: usd(2_000), pad: 'x'.repeat(70 * KB) }),
    status: 413,
    code: 'payload_too_large',
  },
  {
    name: 'a body that is not JSON',
    raw: 'amount=1',
    headers: { 'content-type': 'text/plain' },
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    name: 'no token',
    headers: { authorization: undefined },
    body: { amount: usd(2_000) },
    status: 401,
    code: 'unauthenticated',
  },
  {
    name: 'a token that is none',
    headers: { authorization: 'Bearer x.y.z' },
    body: { amount: usd(2_000) },
    status: 401,
    code: 'unauthenticated',
  },
  {
    name: 'no idempotency key',
    headers: { 'idempotency-key': undefined },
    body: { amount: usd(2_000) },
    status: 400,
    code: 'idempotency_key_missing',
  },
  {
    name: 'an auction that does not exist',
    path: () => `/v1/auctions/${randomUUID()}/bids`,
    body: { amount: usd(2_000) },
    status: 404,
    code: 'not_found',
  },
  {
    name: 'an id that is none',
    path: () => '/v1/auctions/42/bids',
    body: { amount: usd(2_000) },
    status: 400,
    code: 'invalid_request',
  },
  {
    name: 'a path that does not exist',
    path: () => '/v1/nothing',
    body: {},
    status: 404,
    code: 'not_found',
  },
  {
    name: 'a method that is not supported',
    method: 'DELETE',
    path: ({ auctionId }) => `/v1/auctions/${auctionId}`,
    status: 405,
    code: 'method_not_allowed',
  },
];

describe('bad input through the gateway', () => {
  let market: Marketplace;
  let room: Room;
  let token: string;

  beforeAll(async () => {
    await waitUntilReady();
    market = newTenant();
    const saleId = await openSale(market);
    const { paddleId } = await admit(market, saleId, 'ada', 50_000);
    room = { saleId, paddleId, auctionId: await openAuction(market, saleId) };
    token = await tokenOf(market, 'ada', 'bidder');
  });

  const call = (one: Case): Promise<Response> => {
    const headers: Record<string, string | undefined> = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...one.headers,
    };
    const given = Object.entries(headers).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    const body = one.raw ?? (one.body === undefined ? undefined : JSON.stringify(one.body));
    return fetch(gatewayUrl + (one.path ?? bidsOf)(room), {
      method: one.method ?? 'POST',
      headers: Object.fromEntries(given),
      ...(body === undefined ? {} : { body }),
    });
  };

  it.each(CASES)('$name is answered $status $code, as a problem document', async (one) => {
    const response = await call(one);
    const problem = (await response.json()) as Record<string, unknown>;
    expect([response.status, problem['code']]).toEqual([one.status, one.code]);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(response.headers.get('x-request-id')).toBeTruthy();
    expect(problem).toMatchObject({ type: `/problems/${one.code}`, status: one.status });
    expect(typeof problem['detail']).toBe('string');
  });

  it('other people’s paddles do not exist for a bidder', async () => {
    const other = await tokenOf(market, 'eve', 'bidder');
    const response = await fetch(`${gatewayUrl}/v1/paddles/${room.paddleId}`, {
      headers: { authorization: `Bearer ${other}` },
    });
    expect(response.status).toBe(404);
  });

  it('another tenant’s auction does not exist', async () => {
    const foreign = await tokenOf(newTenant(), 'ada', 'bidder');
    const response = await fetch(`${gatewayUrl}/v1/auctions/${room.auctionId}`, {
      headers: { authorization: `Bearer ${foreign}` },
    });
    expect(response.status).toBe(404);
  });

  it('none of it changed the auction', async () => {
    expect((await market.auction(room.auctionId)).auction).toMatchObject({
      bidCount: 0,
      price: null,
    });
  });
});
