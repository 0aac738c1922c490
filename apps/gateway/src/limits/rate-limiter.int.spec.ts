import { randomUUID } from 'node:crypto';
import type { Principal } from '@outcry/service';
import { tcpProxy, testServers, eventually } from '@outcry/testing';
import { type Redis } from 'ioredis';
import { takeTokens, type Bucket } from '../domain/token-bucket';
import type { RateLimits } from './rate-classes';
import { createRateLimiter, type RatedRequest } from './rate-limiter';
import { connectOnce } from './redis-client';
import { TOKEN_BUCKET_LUA } from './token-bucket.lua';

const limits: RateLimits = {
  policies: {
    anonymous: { ratePerSecond: 1, burst: 3 },
    principal: { ratePerSecond: 1, burst: 40 },
    operator: { ratePerSecond: 1, burst: 100 },
  },
  costs: { read: 1, write: 2, bid: 5 },
};
const connections: Redis[] = [];
const connect = async (url = testServers().redisUrl): Promise<Redis> => {
  const redis = connectOnce(url, { name: 'test', commandTimeoutMs: 200 });
  connections.push(redis);
  await eventually(() => redis.status === 'ready');
  return redis;
};
afterAll(() => connections.forEach((redis) => redis.disconnect()));

const now = (): number => performance.now();
const principal = (roles: Principal['roles'] = ['bidder']): Principal => ({
  id: randomUUID(),
  tenantId: 'acme',
  roles,
  expiresAtMs: Number.MAX_SAFE_INTEGER,
});
const request = (more: Partial<RatedRequest>): RatedRequest => ({
  principal: null,
  address: randomUUID(),
  method: 'GET',
  path: '/v1/auctions',
  ...more,
});

const outcomes = async (attempts: Promise<unknown>[]) => {
  const settled = await Promise.allSettled(attempts);
  return settled.filter(({ status }) => status === 'fulfilled').length;
};

it('is exact over several replicas at once', async () => {
  const replicas = await Promise.all(
    Array.from({ length: 3 }, async () => createRateLimiter(await connect(), limits, now)),
  );
  const who = principal();
  const startedAt = now();
  const attempts = Array.from({ length: 300 }, (_, at) =>
    replicas[at % 3]!.admit(request({ principal: who })),
  );
  const allowed = await outcomes(attempts);
  const grown = Math.ceil((now() - startedAt) / 1_000);

  expect(allowed).toBeGreaterThanOrEqual(40);
  expect(allowed).toBeLessThanOrEqual(40 + grown);
});

it('takes what a class of routes costs', async () => {
  const limiter = createRateLimiter(await connect(), limits, now);
  const bid = { method: 'POST', path: '/v1/auctions/a/bids', principal: principal() };
  const write = { method: 'POST', path: '/v1/auctions', principal: principal() };

  expect(await outcomes(Array.from({ length: 20 }, () => limiter.admit(request(bid))))).toBe(8);
  expect(await outcomes(Array.from({ length: 30 }, () => limiter.admit(request(write))))).toBe(20);
});

it('limits by address without a token, by principal with one, and operators apart', async () => {
  const limiter = createRateLimiter(await connect(), limits, now);
  const address = randomUUID();
  const many = (who: Principal | null) =>
    outcomes(Array.from({ length: 50 }, () => limiter.admit(request({ address, principal: who }))));

  expect(await many(null)).toBe(3);
  expect(await many(principal())).toBe(40);
  expect(await many(principal(['operator']))).toBe(50);
});

it('tells the caller where it stands and when to come back', async () => {
  const limiter = createRateLimiter(await connect(), limits, now);
  const rated = request({});

  expect(await limiter.admit(rated)).toEqual({
    'RateLimit-Policy': '"anonymous";q=3;w=3',
    RateLimit: '"anonymous";r=2;t=1',
  });
  await limiter.admit(rated);
  await limiter.admit(rated);
  await expect(limiter.admit(rated)).rejects.toMatchObject({
    rejection: { code: 'rate_limited' },
    headers: { 'Retry-After': '1', RateLimit: expect.stringContaining('r=0') },
  });
});

it('decides as the oracle does, step by step', async () => {
  const redis = await connect();
  const key = `rate:test:${randomUUID()}`;
  const policy = { ratePerSecond: 7, burst: 5 };
  let bucket: Bucket | null = null;
  for (let step = 0; step < 200; step += 1) {
    const cost = 1 + (step % 3);
    const answer = await redis.eval(TOKEN_BUCKET_LUA, 1, key, 7, 5, cost);
    const [level, atUs] = (await redis.hmget(key, 'level', 'at')).map(Number);
    const expected: ReturnType<typeof takeTokens> = takeTokens(bucket, policy, cost, atUs ?? 0);
    expect(answer).toEqual([
      expected.allowed ? 1 : 0,
      expected.remaining,
      expected.retryAfterMs,
      expected.fullAfterMs,
    ]);
    expect(expected.bucket).toEqual({ levelMicro: level, atUs });
    bucket = expected.bucket;
  }
});

it('forgets a bucket that is full again', async () => {
  const redis = await connect();
  const key = `rate:test:${randomUUID()}`;
  await redis.eval(TOKEN_BUCKET_LUA, 1, key, 1_000, 10, 5);

  expect(await redis.pttl(key)).toBeLessThanOrEqual(1_005);
});

it('lets everybody through while Redis is away, and limits again when it is back', async () => {
  const { hostname, port } = new URL(testServers().redisUrl);
  const link = await tcpProxy({ host: hostname, port: Number(port) });
  const redis = await connect(`redis://127.0.0.1:${link.port}`);
  let clock = 0;
  const limiter = createRateLimiter(redis, limits, () => clock);
  const rated = request({});
  await link.refuse();
  await eventually(() => redis.status !== 'ready');
  const through = await outcomes(Array.from({ length: 20 }, () => limiter.admit(rated)));
  await link.accept();
  clock += 10_000;
  const after = await eventually(async () => {
    clock += 10_000;
    const headers = await limiter.admit(request({}));
    if (headers['RateLimit'] === undefined) throw new Error('not limiting again yet');
    return headers;
  });
  await link.close();

  expect(through).toBe(20);
  expect(after['RateLimit']).toContain('r=2');
});

it('does not ask a Redis that has just failed to answer', async () => {
  const { hostname, port } = new URL(testServers().redisUrl);
  const link = await tcpProxy({ host: hostname, port: Number(port) });
  const redis = await connect(`redis://127.0.0.1:${link.port}`);
  let asked = 0;
  const limiter = createRateLimiter(redis, limits, () => 5);
  const spied = redis as unknown as { sendCommand: (...args: unknown[]) => unknown };
  const send = spied.sendCommand.bind(redis);
  spied.sendCommand = (...args) => {
    asked += 1;
    return send(...args);
  };
  link.fault({ kind: 'half_open' });
  for (let at = 0; at < 10; at += 1) expect(await limiter.admit(request({}))).toEqual({});
  await link.close();

  expect(asked).toBe(1);
});
