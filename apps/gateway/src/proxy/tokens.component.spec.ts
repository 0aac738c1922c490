import { createHmac } from 'node:crypto';
import {
  eventually,
  startTestIssuer,
  type TestIssuer,
  type TestTokenClaims,
} from '@outcry/testing';
import { json } from '../../test/fake-service';
import { startGateway, type GatewayUnderTest } from '../../test/gateway-under-test';

const ANN: TestTokenClaims = { sub: 'ann', roles: ['bidder'] };

let gateway: GatewayUnderTest;
let stranger: TestIssuer;
let calls = 0;

beforeAll(async () => {
  [gateway, stranger] = await Promise.all([startGateway(), startTestIssuer()]);
  gateway.notification.answer = (_seen, response) => {
    calls += 1;
    json(response, 200, { items: [], nextCursor: null });
  };
});
afterAll(async () => {
  await gateway.stop();
  await stranger.close();
});

const ask = (token: string): Promise<Response> =>
  fetch(`${gateway.url}/v1/watches`, { headers: { authorization: `Bearer ${token}` } });

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    unknown
  >;

/** A good token of Ann's, changed; with another header it is signed by nobody who may. */
const changed = async (
  header: object | null,
  change: object,
  sign: (input: string) => string = () => '',
): Promise<string> => {
  const token = await gateway.issuer.issueToken(ANN);
  const [head = '', , signature = ''] = token.split('.');
  const input = `${header === null ? head : part(header)}.${part({ ...claims(token), ...change })}`;
  return `${input}.${header === null ? signature : sign(input)}`;
};

const bySharedSecret = (input: string): string =>
  createHmac('sha256', gateway.issuer.jwksUrl).update(input).digest('base64url');

type Case = readonly [what: string, token: () => Promise<string>, reason: RegExp];

const CASES: readonly Case[] = [
  [
    'one that has expired',
    () => gateway.issuer.issueToken({ ...ANN, ttlSeconds: -60 }),
    /has expired/,
  ],
  ['one of a foreign issuer’s key', () => stranger.issueToken(ANN), /unknown key/],
  [
    'one of our key in a foreign issuer’s name',
    () => gateway.issuer.issueToken({ ...ANN, issuer: 'https://elsewhere.test' }),
    /claim iss/,
  ],
  [
    'one for another audience',
    () => gateway.issuer.issueToken({ ...ANN, audience: 'elsewhere' }),
    /claim aud/,
  ],
  ['one whose roles were changed', () => changed(null, { roles: ['operator'] }), /does not verify/],
  ['one without a signature', () => changed({ alg: 'none' }, {}), /does not verify|malformed/],
  [
    'one signed by a shared secret',
    () => changed({ alg: 'HS256' }, {}, bySharedSecret),
    /does not verify|malformed/,
  ],
  ['one of another form', () => Promise.resolve('x.y.z'), /malformed/],
  ['one that is too long', () => Promise.resolve('x'.repeat(8_193)), /too long/],
];

it.each(CASES)('refuses %s at the edge, and says why', async (_what, token, reason) => {
  const before = calls;
  const response = await ask(await token());

  expect(response.status).toBe(401);
  expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
  const problem = (await response.json()) as { code: string; detail: string };
  expect(problem.code).toBe('unauthenticated');
  expect(problem.detail).toMatch(reason);
  expect(calls).toBe(before);
});

it('refuses a token that it accepted before, once it has run out', async () => {
  const patience = { withinMs: 120_000, everyMs: 200 };
  // Another one if the machine was so slow that the first ran out on its way.
  const token = await eventually(async () => {
    const fresh = await gateway.issuer.issueToken({ ...ANN, ttlSeconds: 1 });
    expect((await ask(fresh)).status).toBe(200);
    return fresh;
  }, patience);
  await eventually(async () => expect((await ask(token)).status).toBe(401), patience);
});
