import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from '../test/fake-service';
import { startGateway, type GatewayUnderTest } from '../test/gateway-under-test';

const keyFile = join(mkdtempSync(join(tmpdir(), 'outcry-test-')), 'keys', 'demo.json');
let gateway: GatewayUnderTest;
let issuerUrl: string;

const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const startDemo = async (): Promise<void> => {
  const port = await freePort();
  issuerUrl = `http://127.0.0.1:${port}`;
  gateway = await startGateway({
    OUTCRY_DEMO: 'true',
    OUTCRY_DEMO_ISSUER_PORT: String(port),
    OUTCRY_DEMO_KEY_FILE: keyFile,
    OUTCRY_JWKS_URL: `${issuerUrl}/.well-known/jwks.json`,
    OUTCRY_TOKEN_ISSUER: issuerUrl,
  });
};

beforeAll(startDemo);
afterAll(() => gateway.stop());

const askForToken = (base: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${base}/demo/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const tokenOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { token: string }).token;
const ann = { tenantId: 'acme', sub: 'ann', roles: ['bidder'] };

const statusWith = async (token: string): Promise<number> =>
  (await fetch(`${gateway.url}/v1/watches`, { headers: { authorization: `Bearer ${token}` } }))
    .status;

describe('the demo issuer', () => {
  it('gives tokens that the edge accepts, on its own port and on the gateway’s', async () => {
    for (const base of [issuerUrl, gateway.url]) {
      expect(await statusWith(await tokenOf(await askForToken(base, ann)))).toBe(200);
    }
  });

  it('gives none to whom a proxy speaks for', async () => {
    const forwarded = await askForToken(gateway.url, ann, { 'x-forwarded-for': '192.0.2.1' });

    expect(forwarded.status).toBe(404);
  });

  it('refuses roles that do not exist', async () => {
    expect((await askForToken(gateway.url, { ...ann, roles: ['root'] })).status).toBe(400);
  });

  it('keeps its key, readable for its owner only, so that tokens outlive a restart', async () => {
    const token = await tokenOf(await askForToken(gateway.url, { ...ann, ttlSeconds: 600 }));
    await gateway.stop();
    const port = new URL(issuerUrl).port;
    gateway = await startGateway({
      OUTCRY_DEMO: 'true',
      OUTCRY_DEMO_ISSUER_PORT: port,
      OUTCRY_DEMO_KEY_FILE: keyFile,
      OUTCRY_JWKS_URL: `${issuerUrl}/.well-known/jwks.json`,
      OUTCRY_TOKEN_ISSUER: issuerUrl,
    });

    expect(await statusWith(token)).toBe(200);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  });

  it('publishes only the public half of its key', async () => {
    const { keys } = (await (await fetch(`${issuerUrl}/.well-known/jwks.json`)).json()) as {
      keys: Record<string, string>[];
    };
    const secret = (JSON.parse(readFileSync(keyFile, 'utf8')) as { d: string }).d;

    expect(keys).toMatchObject([{ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' }]);
    expect(JSON.stringify(keys)).not.toContain(secret);
  });

  it('opens the demo doors of the services to this machine, not to those behind a proxy', async () => {
    const token = await tokenOf(await askForToken(gateway.url, { ...ann, roles: ['operator'] }));
    const set = (headers: Record<string, string>) =>
      fetch(`${gateway.url}/v1/demo/clock`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, ...headers },
      });
    gateway.bidding.seen.length = 0;

    expect((await set({})).status).toBe(200);
    expect((await set({ 'x-forwarded-for': '192.0.2.1' })).status).toBe(404);
    expect(gateway.bidding.seen).toHaveLength(1);
  });
});

describe('the API documents', () => {
  const document = (path: string) => ({
    openapi: '3.1.0',
    info: {},
    tags: [{ name: 'things' }],
    paths: {
      [path]: {
        get: {
          operationId: `get${path}`,
          summary: 'Get <things>',
          tags: ['things'],
          responses: { 200: { description: 'things' } },
        },
      },
    },
  });

  it('merge what the services say, and do without one that is down', async () => {
    gateway.bidding.answer = (_seen, response) => json(response, 200, document('/v1/bidding'));
    gateway.ledger.answer = (_seen, response) => json(response, 200, document('/v1/ledger'));
    gateway.notification.answer = (_seen, response) => json(response, 500, {});
    const merged = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as {
      paths: object;
      'x-outcry-missing': string[];
    };

    expect(Object.keys(merged.paths)).toEqual(
      expect.arrayContaining(['/v1/bidding', '/v1/ledger', '/v1/auctions/{auctionId}/live']),
    );
    expect(merged['x-outcry-missing']).toEqual(['notification']);
  });

  it('are a page without a script or anything from elsewhere', async () => {
    const response = await fetch(`${gateway.url}/docs`);
    const page = await response.text();

    expect(response.headers.get('content-type')).toContain('text/html');
    expect(page).toContain('/v1/auctions/{auctionId}/live');
    expect(page).toContain('Get &lt;things&gt;');
    expect(page).not.toMatch(/<script|src=|https?:\/\//);
    expect(page).toContain('<html lang="en">');
  });
});

it('serves the page at the root, and no other file of the machine', async () => {
  const response = await fetch(`${gateway.url}/`);
  const outside = await fetch(`${gateway.url}/..%2fpackage.json`);

  expect(response.headers.get('content-type')).toContain('text/html');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(outside.status).toBe(404);
});
