import { request as httpRequest } from 'node:http';
import { json } from '../../test/fake-service';
import { startGateway, type GatewayUnderTest } from '../../test/gateway-under-test';

let gateway: GatewayUnderTest;
let token: string;

beforeAll(async () => {
  gateway = await startGateway({
    OUTCRY_UPSTREAM_TIMEOUT_MS: '300',
    OUTCRY_BREAKER_RESET_MS: '100',
  });
  token = await gateway.issuer.issueToken({ sub: 'ann', tenantId: 'acme', roles: ['bidder'] });
});
afterAll(() => gateway.stop());
beforeEach(() => {
  gateway.bidding.seen.length = 0;
  gateway.bidding.answer = (_seen, response) => json(response, 200, { ok: true });
});

const call = async (
  path: string,
  init: RequestInit = {},
): Promise<{ status: number; headers: Headers; body: Record<string, unknown>; text: string }> => {
  const response = await fetch(gateway.url + path, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true && text !== '';
  const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, headers: response.headers, body, text };
};
const bid = (headers: Record<string, string> = {}) =>
  call('/v1/auctions/a/bids', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': 'key-1',
      ...headers,
    },
    body: '{"amount":{"amount":"100","asset":"USD/2"}}',
  });

describe('forwarding', () => {
  it('sends each path prefix to its service, with query and body unchanged', async () => {
    await bid();
    await call('/v1/transfers/t?x=%2F', { headers: { authorization: `Bearer ${token}` } });
    await call('/v1/watches', { headers: { authorization: `Bearer ${token}` } });

    expect(gateway.bidding.seen[0]).toMatchObject({
      method: 'POST',
      url: '/v1/auctions/a/bids',
      body: '{"amount":{"amount":"100","asset":"USD/2"}}',
    });
    expect(gateway.ledger.seen.at(-1)?.url).toBe('/v1/transfers/t?x=%2F');
    expect(gateway.notification.seen.at(-1)?.url).toBe('/v1/watches');
  });

  it('passes token and key on, replaces what claims an identity, and adds a request id', async () => {
    const { headers } = await bid({
      'x-user-id': 'mallory',
      'x-tenant-id': 'other',
      'x-forwarded-for': '10.0.0.1',
      'x-request-id': 'mine-1',
    });

    const seen = gateway.bidding.seen[0]?.headers ?? {};
    expect(seen.authorization).toBe(`Bearer ${token}`);
    expect(seen['idempotency-key']).toBe('key-1');
    expect(seen['x-request-id']).toBe('mine-1');
    expect(headers.get('x-request-id')).toBe('mine-1');
    expect(seen).not.toHaveProperty('x-user-id');
    expect(seen).not.toHaveProperty('x-tenant-id');
    expect(seen['x-forwarded-for']).toBe('127.0.0.1');
  });

  it('lets a caller without a token choose the tenant', async () => {
    await call('/v1/auctions', { headers: { 'x-tenant-id': 'acme' } });

    expect(gateway.bidding.seen[0]?.headers['x-tenant-id']).toBe('acme');
  });

  it('answers what no service owns with 404', async () => {
    const { status, body } = await call('/v1/orders');

    expect([status, body['code']]).toEqual([404, 'not_found']);
    expect(gateway.bidding.seen).toHaveLength(0);
  });

  it('keeps the demo doors shut without the demo flag', async () => {
    const { status } = await call('/v1/demo/clock', {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}` },
    });
    const { status: tokens } = await call('/demo/tokens', { method: 'POST' });

    expect([status, tokens]).toEqual([404, 404]);
    expect(gateway.bidding.seen).toHaveLength(0);
  });

  it('passes a large answer through as a stream', async () => {
    const large = 'x'.repeat(2_000_000);
    gateway.bidding.answer = (_seen, response) => json(response, 200, { large });

    expect((await call('/v1/auctions')).body['large']).toBe(large);
  });

  it('answers HEAD with the headers only', async () => {
    gateway.bidding.answer = (_seen, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 42 }).end();
    };

    const { status, headers, text } = await call('/v1/auctions', { method: 'HEAD' });

    expect([status, headers.get('content-length'), text]).toEqual([200, '42', '']);
  });
});

describe('refusals at the edge', () => {
  it('refuses a bad token before any service sees the request', async () => {
    const { status, body } = await call('/v1/auctions', {
      headers: { authorization: 'Bearer not-a-token' },
    });

    expect([status, body['code']]).toEqual([401, 'unauthenticated']);
    expect(gateway.bidding.seen).toHaveLength(0);
  });

  it('refuses a malformed idempotency key', async () => {
    const { status, body } = await bid({ 'idempotency-key': 'two, keys' });

    expect([status, body['code']]).toEqual([400, 'idempotency_key_invalid']);
  });

  it('refuses a body above the limit, declared or not', async () => {
    const declared = await call('/v1/auctions', { method: 'POST', body: 'x'.repeat(70_000) });
    const streamed = await call('/v1/auctions', {
      method: 'POST',
      body: new Blob(['x'.repeat(70_000)]).stream(),
      duplex: 'half',
    }).catch((error: unknown) => error as Error);

    expect([declared.status, declared.body['code']]).toEqual([413, 'payload_too_large']);
    if (!(streamed instanceof Error)) expect(streamed.status).toBe(413);
    expect(gateway.bidding.seen).toHaveLength(0);
  });

  it('refuses headers above the limit with a problem document', async () => {
    const { status, body } = await call('/v1/auctions', {
      headers: { 'x-large': 'x'.repeat(20_000) },
    });

    expect([status, body['code']]).toEqual([431, 'headers_too_large']);
  });
});

describe('failures of a service', () => {
  it('passes its problem documents through untouched', async () => {
    const problem = { type: '/problems/bid_too_low', status: 422, code: 'bid_too_low', minimum: 1 };
    gateway.bidding.answer = (_seen, response) => json(response, 422, problem);

    expect(await bid()).toMatchObject({ status: 422, body: problem });
  });

  it('wraps a page of HTML into a problem document', async () => {
    gateway.bidding.answer = (_seen, response) => {
      response.writeHead(500, { 'Content-Type': 'text/html' }).end('<h1>Oops</h1>');
    };

    const { status, headers, body } = await call('/v1/auctions');

    expect([status, headers.get('content-type')]).toEqual([502, 'application/problem+json']);
    expect(body).toMatchObject({ code: 'bad_gateway', upstreamStatus: 500 });
  });

  it('says that the outcome of a slow POST is unknown, and that the key should be kept', async () => {
    gateway.bidding.answer = () => undefined;

    const { status, body } = await bid();

    expect([status, body['code']]).toEqual([504, 'outcome_unknown']);
    expect(body['detail']).toContain('same Idempotency-Key');
  });

  it('says of a slow GET only that it may be tried again', async () => {
    gateway.bidding.answer = () => undefined;

    const { status, headers, body } = await call('/v1/auctions');

    expect([status, body['code']]).toEqual([503, 'service_unavailable']);
    expect(headers.get('retry-after')).toBe('1');
  });

  it('makes a problem document of an answer that breaks off half way', async () => {
    gateway.bidding.answer = (_seen, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 100 });
      response.write('{"half":');
      setTimeout(() => response.destroy(), 10);
    };

    expect((await call('/v1/auctions')).body['code']).toBe('service_unavailable');
    expect((await bid()).body['code']).toBe('outcome_unknown');
  });

  it('sends a request again when the kept connection had just been closed', async () => {
    await call('/v1/auctions');
    let first = true;
    gateway.bidding.answer = (_seen, response) => {
      if (first) {
        first = false;
        response.socket?.resetAndDestroy();
        return;
      }
      json(response, 200, { ok: true });
    };

    expect((await bid()).status).toBe(200);
  });
});

describe('a service that is down', () => {
  it('opens the breaker after many failures, never after 4xx, and closes it again', async () => {
    gateway.ledger.answer = (_seen, response) => json(response, 404, { code: 'not_found' });
    for (let i = 0; i < 30; i += 1) expect((await call('/v1/assets')).status).toBe(404);

    gateway.ledger.answer = (_seen, response) => json(response, 503, { code: 'overloaded' });
    let heldBack: Awaited<ReturnType<typeof call>> | undefined;
    for (let i = 0; i < 200 && heldBack === undefined; i += 1) {
      const before = gateway.ledger.seen.length;
      const answer = await call('/v1/assets');
      if (gateway.ledger.seen.length === before) heldBack = answer;
    }
    expect(heldBack?.status).toBe(503);
    expect(heldBack?.body['code']).toBe('service_unavailable');
    expect(Number(heldBack?.headers.get('retry-after'))).toBeGreaterThan(0);

    gateway.ledger.answer = (_seen, response) => json(response, 200, { ok: true });
    let recovered = false;
    for (let i = 0; i < 100 && !recovered; i += 1) {
      recovered = (await call('/v1/assets')).status === 200;
      if (!recovered) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(recovered).toBe(true);
  });

  it('leaves the other services alone', async () => {
    expect((await call('/v1/auctions')).status).toBe(200);
  });
});

it('frees the service when the caller goes away', async () => {
  let closed = false;
  gateway.bidding.answer = (_seen, response) => {
    response.once('close', () => (closed = true));
  };
  const request = httpRequest(`${gateway.url}/v1/auctions`, { agent: false });
  request.on('error', () => undefined);
  request.end();
  while (gateway.bidding.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  request.destroy();
  for (let i = 0; i < 100 && !closed; i += 1)
    await new Promise((resolve) => setTimeout(resolve, 2));

  expect(closed).toBe(true);
});
