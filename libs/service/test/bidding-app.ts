import { idSchema, moneySchema } from '@outcry/contracts';
import { reject } from '@outcry/kernel';
import { startTestIssuer, type TestIssuer } from '@outcry/testing';
import { z } from 'zod';
import { createTokenVerifier } from '../src/auth/token-verifier';
import { defineEndpoint, route, type EndpointRequest } from '../src/http/endpoint';
import { createHttpApp } from '../src/http/http-app';
import { listenHttp, type HttpServer } from '../src/http/http-server';
import { silentLogger } from '../src/telemetry/logger';

export const AUCTION = '01890000-0000-7000-8000-000000000001';
export const amount = { amount: '100', asset: 'USD/2' };

const placeBid = defineEndpoint({
  method: 'POST',
  path: '/v1/auctions/{auctionId}/bids',
  operationId: 'placeBid',
  summary: 'Place a bid',
  tag: 'bids',
  access: { roles: ['bidder'] },
  idempotency: 'required',
  params: z.strictObject({ auctionId: idSchema }),
  body: z.strictObject({ amount: moneySchema, note: z.string().optional() }),
  responses: { 201: { description: 'accepted', schema: z.object({ bidId: z.string() }) } },
  rejections: ['bid_too_low'],
});

const getAuction = defineEndpoint({
  method: 'GET',
  path: '/v1/auctions/{auctionId}',
  operationId: 'getAuction',
  summary: 'One auction',
  tag: 'auctions',
  access: 'public',
  idempotency: 'none',
  params: z.strictObject({ auctionId: idSchema }),
  query: z.strictObject({ limit: z.coerce.number().int().max(10).optional() }),
  responses: { 200: { description: 'the auction' } },
});

export const setClock = defineEndpoint({
  method: 'PUT',
  path: '/v1/demo/clock',
  operationId: 'setClock',
  summary: 'Set the clock',
  tag: 'demo',
  access: { roles: ['operator'] },
  idempotency: 'none',
  demo: true,
  responses: { 204: { description: 'set' } },
});

const rejections = [
  { bid_too_low: { title: 'The bid is too low', status: 422, retryable: false } },
];

type Sending = { headers?: Record<string, string>; body?: unknown; text?: string };

/** An HTTP app that takes bids, what its handlers saw last, and a client of it. */
class BiddingApp {
  readonly issuer: TestIssuer;
  /** The request that a handler was given last. */
  seen: EndpointRequest | undefined;
  /** What a bid does before it is answered. */
  bid: () => Promise<unknown> = async () => undefined;
  #server: HttpServer | undefined;

  constructor(issuer: TestIssuer) {
    this.issuer = issuer;
  }

  get server(): HttpServer {
    if (this.#server === undefined) throw new Error('the app does not listen yet');
    return this.#server;
  }

  async listen(): Promise<void> {
    const app = createHttpApp({
      info: { title: 'Test', version: '1.0.0', description: 'a test' },
      routes: [
        route(getAuction, async (request) => {
          this.seen = request;
          return { status: 200, headers: { ETag: '"v1"' }, body: { tenant: request.tenantId } };
        }),
        route(placeBid, async (request) => {
          this.seen = request;
          await this.bid();
          if (request.body.note === 'low') {
            return reject('bid_too_low', 'Bid at least 5.', { extensions: { minimum: '5' } });
          }
          return { status: 201, body: { bidId: 'b1' } };
        }),
        route(setClock, async () => ({ status: 204 })),
      ],
      verifier: createTokenVerifier(this.issuer),
      rejections,
      health: { startup: {}, live: {}, ready: { database: () => 'database_unreachable' } },
      metricsText: async () => 'up 1\n',
      log: silentLogger(),
    });
    this.#server = await listenHttp(app, { host: '127.0.0.1', port: 0 });
  }

  /** As at first, for the next test. */
  forget(): void {
    this.seen = undefined;
    this.bid = async () => undefined;
  }

  async call(method: string, path: string, options: Sending = {}) {
    const body = options.text ?? (options.body === undefined ? null : JSON.stringify(options.body));
    const response = await fetch(this.server.url + path, {
      method,
      headers: {
        ...(body === null ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      body,
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson && text !== '' ? JSON.parse(text) : {},
    };
  }

  async bidder(): Promise<string> {
    return `Bearer ${await this.issuer.issueToken({ sub: 'ann' })}`;
  }

  async placing(options: Sending) {
    return this.call('POST', `/v1/auctions/${AUCTION}/bids`, {
      ...options,
      headers: { authorization: await this.bidder(), 'idempotency-key': 'k1', ...options.headers },
    });
  }

  async stop(): Promise<void> {
    await this.server.close(100);
    await this.issuer.close();
  }
}

export const startBiddingApp = async (): Promise<BiddingApp> => {
  const app = new BiddingApp(await startTestIssuer());
  await app.listen();
  return app;
};
export type { BiddingApp };
