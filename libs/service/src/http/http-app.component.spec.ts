import { idSchema, moneySchema } from '@outcry/contracts';
import { startTestIssuer, type TestIssuer } from '@outcry/testing';
import { OperationalError, reject } from '@outcry/kernel';
import { connect } from 'node:net';
import { z } from 'zod';
import { createTokenVerifier } from '../auth/token-verifier';
import { silentLogger } from '../telemetry/logger';
import { defineEndpoint, route, type EndpointRequest } from './endpoint';
import { createHttpApp } from './http-app';
import { listenHttp, type HttpServer } from './http-server';

const AUCTION = '01890000-0000-7000-8000-000000000001';

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

const setClock = defineEndpoint({
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

describe('an HTTP app', () => {
  let issuer: TestIssuer;
  let server: HttpServer;
  let seen: EndpointRequest | undefined;
  let bid: () => Promise<unknown> = async () => undefined;

  beforeAll(async () => {
    issuer = await startTestIssuer();
    const app = createHttpApp({
      info: { title: 'Test', version: '1.0.0', description: 'a test' },
      routes: [
        route(getAuction, async (request) => {
          seen = request;
          return { status: 200, headers: { ETag: '"v1"' }, body: { tenant: request.tenantId } };
        }),
        route(placeBid, async (request) => {
          seen = request;
          await bid();
          if (request.body.note === 'low') {
            return reject('bid_too_low', 'Bid at least 5.', { extensions: { minimum: '5' } });
          }
          return { status: 201, body: { bidId: 'b1' } };
        }),
        route(setClock, async () => ({ status: 204 })),
      ],
      verifier: createTokenVerifier(issuer),
      rejections,
      health: { startup: {}, live: {}, ready: { database: () => 'database_unreachable' } },
      metricsText: async () => 'up 1\n',
      log: silentLogger(),
    });
    server = await listenHttp(app, { host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await server.close(100);
    await issuer.close();
  });
  beforeEach(() => {
    seen = undefined;
    bid = async () => undefined;
  });

  const amount = { amount: '100', asset: 'USD/2' };
  const call = async (
    method: string,
    path: string,
    options: { headers?: Record<string, string>; body?: unknown; text?: string } = {},
  ) => {
    const body = options.text ?? (options.body === undefined ? null : JSON.stringify(options.body));
    const response = await fetch(server.url + path, {
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
  };
  const bidder = async () => `Bearer ${await issuer.issueToken({ sub: 'ann' })}`;
  const placing = async (options: {
    headers?: Record<string, string>;
    body?: unknown;
    text?: string;
  }) =>
    call('POST', `/v1/auctions/${AUCTION}/bids`, {
      ...options,
      headers: { authorization: await bidder(), 'idempotency-key': 'k1', ...options.headers },
    });

  it('hands a handler what was parsed, who calls, the key and the hash of the body', async () => {
    const answer = await placing({ body: { amount }, headers: { 'x-request-id': 'req-7' } });
    expect([answer.status, answer.json]).toEqual([201, { bidId: 'b1' }]);
    expect(answer.headers.get('x-request-id')).toBe('req-7');
    expect(seen).toMatchObject({
      params: { auctionId: AUCTION },
      body: { amount },
      principal: { id: 'ann', roles: ['bidder'] },
      tenantId: 'default',
      idempotencyKey: 'k1',
      requestId: 'req-7',
    });
  });

  it('hashes equal bodies equally whatever the order of their fields', async () => {
    await placing({ text: '{"amount":{"amount":"1","asset":"USD/2"},"note":"x"}' });
    const first = seen?.bodyHash;
    await placing({ text: '{ "note": "x", "amount": {"asset":"USD/2","amount":"1"} }' });
    expect(seen?.bodyHash).toBe(first);
    await placing({ text: '{"amount":{"amount":"2","asset":"USD/2"},"note":"x"}' });
    expect(seen?.bodyHash).not.toBe(first);
  });

  it('answers a rejection as a problem document with its public facts', async () => {
    const answer = await placing({
      body: { amount, note: 'low' },
      headers: { 'x-request-id': 'r' },
    });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect([answer.status, answer.json]).toEqual([
      422,
      {
        type: '/problems/bid_too_low',
        title: 'The bid is too low',
        status: 422,
        detail: 'Bid at least 5.',
        instance: 'r',
        code: 'bid_too_low',
        minimum: '5',
      },
    ]);
  });

  it.each([
    ['an unknown field', { amount, maximum: 1 }, '/maximum'],
    ['a float for money', { amount: { amount: 1.5, asset: 'USD/2' } }, '/amount/amount'],
    [
      'a fraction as text for money',
      { amount: { amount: '1.5', asset: 'USD/2' } },
      '/amount/amount',
    ],
    ['a missing field', {}, '/amount'],
    ['a list', [], ''],
  ])('refuses %s and points at it', async (_what, body, pointer) => {
    const answer = await placing({ body });
    expect([answer.status, answer.json.code, answer.json.field]).toEqual([
      400,
      'invalid_request',
      pointer,
    ]);
    expect(seen).toBeUndefined();
  });

  it('refuses a member named __proto__ like any unknown field', async () => {
    const answer = await placing({
      text: '{"amount":{"amount":"1","asset":"USD/2"},"__proto__":{"roles":["operator"]}}',
    });
    expect([answer.status, answer.json.code]).toEqual([400, 'invalid_request']);
  });

  it('names the place where malformed JSON stops being JSON', async () => {
    const answer = await placing({ text: '{\n  "amount": 1.}' });
    expect([answer.status, answer.json.code]).toEqual([400, 'malformed_json']);
    expect(answer.json).toMatchObject({ position: 15, line: 2, column: 14 });
    expect(answer.json.detail).not.toContain('amount');
  });

  it('refuses a body that is not JSON, not UTF-8 or too large', async () => {
    const form = await placing({ text: 'a=1', headers: { 'content-type': 'text/plain' } });
    expect([form.status, form.json.code]).toEqual([415, 'unsupported_media_type']);
    const latin = { 'content-type': 'application/json; charset=latin1' };
    expect((await placing({ text: '{}', headers: latin })).status).toBe(415);
    const large = await placing({ body: { amount, note: 'x'.repeat(70_000) } });
    expect([large.status, large.json.limitBytes]).toEqual([413, 65_536]);
  });

  it('requires an idempotency key, once and well-formed, where state changes', async () => {
    const authorization = await bidder();
    const missing = await call('POST', `/v1/auctions/${AUCTION}/bids`, {
      body: { amount },
      headers: { authorization },
    });
    expect([missing.status, missing.json.code]).toEqual([400, 'idempotency_key_missing']);
    for (const key of ['', 'a,b', 'x'.repeat(256), '"open']) {
      const answer = await placing({ body: { amount }, headers: { 'idempotency-key': key } });
      expect([key, answer.status, answer.json.code]).toEqual([key, 400, 'idempotency_key_invalid']);
    }
  });

  it('asks who calls before anything else, then what they may', async () => {
    const path = `/v1/auctions/${AUCTION}/bids`;
    const none = await call('POST', path, { text: '{' });
    expect([none.status, none.json.code]).toEqual([401, 'unauthenticated']);
    expect(none.headers.get('www-authenticate')).toContain('Bearer');
    const seller = `Bearer ${await issuer.issueToken({ sub: 'sam', roles: ['seller'] })}`;
    const other = await call('POST', path, { text: '{', headers: { authorization: seller } });
    expect([other.status, other.json.code]).toEqual([403, 'forbidden']);
  });

  it.each([
    ['expired', { sub: 'ann', ttlSeconds: -60 }],
    ['of another issuer', { sub: 'ann', issuer: 'https://else.test' }],
    ['for another audience', { sub: 'ann', audience: 'else' }],
    ['of a malformed tenant', { sub: 'ann', tenantId: 'No Tenant' }],
  ])('refuses a token %s, on a public operation too', async (_what, claims) => {
    const authorization = `Bearer ${await issuer.issueToken(claims)}`;
    const answer = await call('GET', `/v1/auctions/${AUCTION}`, { headers: { authorization } });
    expect([answer.status, answer.json.code]).toEqual([401, 'unauthenticated']);
    expect(seen).toBeUndefined();
  });

  it('serves a public operation without a token, in the tenant of the header or the default', async () => {
    const path = `/v1/auctions/${AUCTION}`;
    expect((await call('GET', path)).json).toEqual({ tenant: 'default' });
    const acme = { headers: { 'x-tenant-id': 'acme' } };
    expect((await call('GET', path, acme)).json).toEqual({ tenant: 'acme' });
    const bad = await call('GET', path, { headers: { 'x-tenant-id': 'No Tenant' } });
    expect([bad.status, bad.json.code]).toEqual([400, 'invalid_request']);
  });

  it('takes the tenant from the token, whatever the header says', async () => {
    const token = await issuer.issueToken({ sub: 'ann', tenantId: 'mine' });
    const headers = { authorization: `Bearer ${token}`, 'x-tenant-id': 'theirs' };
    expect((await call('GET', `/v1/auctions/${AUCTION}`, { headers })).json).toEqual({
      tenant: 'mine',
    });
  });

  it('answers 304 to a caller who has the current state', async () => {
    const path = `/v1/auctions/${AUCTION}`;
    const fresh = await call('GET', path, { headers: { 'if-none-match': '"v0", W/"v1"' } });
    expect([fresh.status, fresh.text]).toEqual([304, '']);
    expect((await call('GET', path, { headers: { 'if-none-match': '"v2"' } })).status).toBe(200);
  });

  it('refuses unknown query parameters and ill-formed ids by name', async () => {
    const query = await call('GET', `/v1/auctions/${AUCTION}?limit=5&color=red`);
    expect([query.status, query.json.field, query.json.errors[0].in]).toEqual([
      400,
      '/color',
      'query',
    ]);
    const id = await call('GET', '/v1/auctions/42');
    expect([id.status, id.json.field, id.json.errors[0].in]).toEqual([400, '/auctionId', 'path']);
    expect((await call('GET', '/v1/auctions/%E0%A4%A')).json.code).toBe('invalid_request');
  });

  it('answers an unknown path with 404 and an unsupported method with 405 and what is allowed', async () => {
    const unknown = await call('GET', '/v1/nothing');
    expect([unknown.status, unknown.json.code]).toEqual([404, 'not_found']);
    const method = await call('DELETE', `/v1/auctions/${AUCTION}`);
    expect([method.status, method.json.code, method.headers.get('allow')]).toEqual([
      405,
      'method_not_allowed',
      'GET, HEAD',
    ]);
  });

  it('does not know a demo operation without the demo flag', async () => {
    expect((await call('PUT', '/v1/demo/clock')).status).toBe(404);
  });

  it('tells a defect from a lost server, and the inside of neither', async () => {
    bid = async () => {
      throw new Error('secret inside');
    };
    const defect = await placing({ body: { amount } });
    expect([defect.status, defect.json.code]).toEqual([500, 'defect']);
    bid = async () => {
      throw new OperationalError('database_unreachable', 'secret host', { retryable: true });
    };
    const lost = await placing({ body: { amount } });
    expect([lost.status, lost.json.code]).toEqual([503, 'service_unavailable']);
    expect(lost.headers.get('retry-after')).toBe('1');
    bid = async () => {
      throw new OperationalError('commit_outcome_unknown', 'secret', { retryable: true });
    };
    const unknown = await placing({ body: { amount } });
    expect([unknown.status, unknown.json.code]).toEqual([504, 'outcome_unknown']);
    expect(defect.text + lost.text + unknown.text).not.toContain('secret');
  });

  it('answers oversized headers and broken HTTP with a problem document', async () => {
    const raw = (text: string) =>
      new Promise<string>((resolve) => {
        let answer = '';
        const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
        socket.on('data', (chunk) => (answer += chunk.toString()));
        socket.on('close', () => resolve(answer));
      });
    const big = await raw(`GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'y'.repeat(20_000)}\r\n\r\n`);
    expect(big).toMatch(/^HTTP\/1.1 431 .*\r\nContent-Type: application\/problem\+json/);
    expect(big).toContain('"code":"headers_too_large"');
    expect(await raw('nonsense\r\n\r\n')).toMatch(/^HTTP\/1.1 400 [^]*"code":"invalid_request"/);
  });

  it('sends security headers and never names its framework', async () => {
    const { headers } = await call('GET', '/v1/nothing');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('reports health by probe, and fails readiness with the failing check named', async () => {
    expect((await call('GET', '/health/live')).status).toBe(200);
    expect((await call('GET', '/health/startup')).status).toBe(200);
    const ready = await call('GET', '/health/ready');
    expect([ready.status, ready.json]).toEqual([
      503,
      { status: 'failing', checks: { database: 'database_unreachable' } },
    ]);
  });

  it('serves metrics and its own OpenAPI document', async () => {
    expect((await call('GET', '/metrics')).text).toBe('up 1\n');
    const document = (await call('GET', '/openapi.json')).json;
    expect(document.openapi).toBe('3.1.0');
    const operation = document.paths['/v1/auctions/{auctionId}/bids'].post;
    expect(operation.responses['422'].description).toContain('bid_too_low');
    expect(operation.parameters.map(({ name }: { name: string }) => name)).toEqual([
      'auctionId',
      'Idempotency-Key',
      'X-Request-Id',
    ]);
  });
});

describe('an HTTP app with demo operations and streams', () => {
  const streaming = defineEndpoint({
    method: 'GET',
    path: '/v1/ticks',
    operationId: 'ticks',
    summary: 'A stream',
    tag: 'ticks',
    access: 'public',
    idempotency: 'none',
    responses: { 200: { description: 'events', contentType: 'text/event-stream' } },
  });
  const stopping = new AbortController();
  let issuer: TestIssuer;
  let server: HttpServer;
  let clientGone: Promise<void>;

  beforeAll(async () => {
    issuer = await startTestIssuer();
    const gone = Promise.withResolvers<void>();
    clientGone = gone.promise;
    const app = createHttpApp({
      info: { title: 'Test', version: '1.0.0', description: 'a test' },
      routes: [
        route(setClock, async () => ({ status: 204 })),
        route(streaming, async ({ signal }) => ({
          status: 200,
          headers: { 'Content-Type': 'text/event-stream' },
          stream: async (response) => {
            response.write('data: 1\n\n');
            await new Promise((aborted) => signal.addEventListener('abort', aborted));
            gone.resolve();
          },
        })),
      ],
      verifier: createTokenVerifier(issuer),
      health: { startup: {}, live: {}, ready: {} },
      log: silentLogger(),
      demo: true,
      stopping: stopping.signal,
    });
    server = await listenHttp(app, { host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await server.close(100);
    await issuer.close();
  });

  it('serves a demo operation to an operator on the loopback address, and to nobody else', async () => {
    const put = async (roles: readonly ('operator' | 'bidder')[]) => {
      const token = await issuer.issueToken({ sub: 'ann', roles });
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${server.url}/v1/demo/clock`, { method: 'PUT', headers })).status;
    };
    expect([await put(['operator']), await put(['bidder'])]).toEqual([204, 403]);
  });

  it('tells a stream that its client has gone', async () => {
    const client = new AbortController();
    const response = await fetch(`${server.url}/v1/ticks`, { signal: client.signal });
    await response.body?.getReader().read();
    client.abort();
    await clientGone;
  });

  it('ends its streams when the service stops, so that the stop waits for none', async () => {
    const response = await fetch(`${server.url}/v1/ticks`);
    const ended = response.text();
    stopping.abort();
    expect(await ended).toBe('data: 1\n\n');
  });
});
