import { connect } from 'node:net';
import { OperationalError } from '@outcry/kernel';
import { amount, AUCTION, startBiddingApp, type BiddingApp } from '../../test/bidding-app';

describe('an HTTP app', () => {
  let app: BiddingApp;
  beforeAll(async () => {
    app = await startBiddingApp();
  });
  afterAll(() => app.stop());
  beforeEach(() => app.forget());

  it('answers a rejection as a problem document with its public facts', async () => {
    const answer = await app.placing({
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

  it('asks who calls before anything else, then what they may', async () => {
    const path = `/v1/auctions/${AUCTION}/bids`;
    const none = await app.call('POST', path, { text: '{' });
    expect([none.status, none.json.code]).toEqual([401, 'unauthenticated']);
    expect(none.headers.get('www-authenticate')).toContain('Bearer');
    const seller = `Bearer ${await app.issuer.issueToken({ sub: 'sam', roles: ['seller'] })}`;
    const other = await app.call('POST', path, { text: '{', headers: { authorization: seller } });
    expect([other.status, other.json.code]).toEqual([403, 'forbidden']);
  });

  it.each([
    ['expired', { sub: 'ann', ttlSeconds: -60 }],
    ['of another issuer', { sub: 'ann', issuer: 'https://else.test' }],
    ['for another audience', { sub: 'ann', audience: 'else' }],
    ['of a malformed tenant', { sub: 'ann', tenantId: 'No Tenant' }],
  ])('refuses a token %s, on a public operation too', async (_what, claims) => {
    const authorization = `Bearer ${await app.issuer.issueToken(claims)}`;
    const answer = await app.call('GET', `/v1/auctions/${AUCTION}`, { headers: { authorization } });
    expect([answer.status, answer.json.code]).toEqual([401, 'unauthenticated']);
    expect(app.seen).toBeUndefined();
  });

  it('serves a public operation without a token, in the tenant of the header or the default', async () => {
    const path = `/v1/auctions/${AUCTION}`;
    expect((await app.call('GET', path)).json).toEqual({ tenant: 'default' });
    const acme = { headers: { 'x-tenant-id': 'acme' } };
    expect((await app.call('GET', path, acme)).json).toEqual({ tenant: 'acme' });
    const bad = await app.call('GET', path, { headers: { 'x-tenant-id': 'No Tenant' } });
    expect([bad.status, bad.json.code]).toEqual([400, 'invalid_request']);
  });

  it('takes the tenant from the token, whatever the header says', async () => {
    const token = await app.issuer.issueToken({ sub: 'ann', tenantId: 'mine' });
    const headers = { authorization: `Bearer ${token}`, 'x-tenant-id': 'theirs' };
    expect((await app.call('GET', `/v1/auctions/${AUCTION}`, { headers })).json).toEqual({
      tenant: 'mine',
    });
  });

  it('answers 304 to a caller who has the current state', async () => {
    const path = `/v1/auctions/${AUCTION}`;
    const fresh = await app.call('GET', path, { headers: { 'if-none-match': '"v0", W/"v1"' } });
    expect([fresh.status, fresh.text]).toEqual([304, '']);
    expect((await app.call('GET', path, { headers: { 'if-none-match': '"v2"' } })).status).toBe(
      200,
    );
  });

  it('answers an unknown path with 404 and an unsupported method with 405 and what is allowed', async () => {
    const unknown = await app.call('GET', '/v1/nothing');
    expect([unknown.status, unknown.json.code]).toEqual([404, 'not_found']);
    const method = await app.call('DELETE', `/v1/auctions/${AUCTION}`);
    expect([method.status, method.json.code, method.headers.get('allow')]).toEqual([
      405,
      'method_not_allowed',
      'GET, HEAD',
    ]);
  });

  it('does not know a demo operation without the demo flag', async () => {
    expect((await app.call('PUT', '/v1/demo/clock')).status).toBe(404);
  });

  it('tells a defect from a lost server, and the inside of neither', async () => {
    app.bid = async () => {
      throw new Error('secret inside');
    };
    const defect = await app.placing({ body: { amount } });
    expect([defect.status, defect.json.code]).toEqual([500, 'defect']);
    app.bid = async () => {
      throw new OperationalError('database_unreachable', 'secret host', { retryable: true });
    };
    const lost = await app.placing({ body: { amount } });
    expect([lost.status, lost.json.code]).toEqual([503, 'service_unavailable']);
    expect(lost.headers.get('retry-after')).toBe('1');
    app.bid = async () => {
      throw new OperationalError('commit_outcome_unknown', 'secret', { retryable: true });
    };
    const unknown = await app.placing({ body: { amount } });
    expect([unknown.status, unknown.json.code]).toEqual([504, 'outcome_unknown']);
    expect(defect.text + lost.text + unknown.text).not.toContain('secret');
  });

  it('answers oversized headers and broken HTTP with a problem document', async () => {
    const raw = (text: string) =>
      new Promise<string>((resolve) => {
        let answer = '';
        const socket = connect(app.server.port, '127.0.0.1', () => socket.write(text));
        socket.on('data', (chunk) => (answer += chunk.toString()));
        socket.on('close', () => resolve(answer));
      });
    const big = await raw(`GET / HTTP/1.1\r\nHost: x\r\nX-Big: ${'y'.repeat(20_000)}\r\n\r\n`);
    expect(big).toMatch(/^HTTP\/1.1 431 .*\r\nContent-Type: application\/problem\+json/);
    expect(big).toContain('"code":"headers_too_large"');
    expect(await raw('nonsense\r\n\r\n')).toMatch(/^HTTP\/1.1 400 [^]*"code":"invalid_request"/);
  });

  it('sends security headers and never names its framework', async () => {
    const { headers } = await app.call('GET', '/v1/nothing');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('reports health by probe, and fails readiness with the failing check named', async () => {
    expect((await app.call('GET', '/health/live')).status).toBe(200);
    expect((await app.call('GET', '/health/startup')).status).toBe(200);
    const ready = await app.call('GET', '/health/ready');
    expect([ready.status, ready.json]).toEqual([
      503,
      { status: 'failing', checks: { database: 'database_unreachable' } },
    ]);
  });

  it('serves metrics and its own OpenAPI document', async () => {
    expect((await app.call('GET', '/metrics')).text).toBe('up 1\n');
    const document = (await app.call('GET', '/openapi.json')).json;
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
