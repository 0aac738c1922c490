import { takeTokens, type Bucket } from './token-bucket';

const policy = { ratePerSecond: 10, burst: 20 };
const SECOND = 1_000_000;
const at = (seconds: number): number => 1_700_000_000 * SECOND + seconds * SECOND;

const empty = (seconds: number): Bucket => ({ levelMicro: 0, atUs: at(seconds) });

it('starts full', () => {
  expect(takeTokens(null, policy, 1, at(0))).toMatchObject({
    allowed: true,
    remaining: 19,
    retryAfterMs: 0,
    fullAfterMs: 100,
  });
});

it('allows the whole burst at once and nothing after it', () => {
  const { allowed, bucket } = takeTokens(null, policy, 20, at(0));

  expect(allowed).toBe(true);
  expect(takeTokens(bucket, policy, 1, at(0))).toMatchObject({
    allowed: false,
    remaining: 0,
    retryAfterMs: 100,
    fullAfterMs: 2_000,
  });
});

it('allows again exactly when it says', () => {
  expect(takeTokens(empty(0), policy, 3, at(0.299999)).allowed).toBe(false);
  expect(takeTokens(empty(0), policy, 3, at(0.299999)).retryAfterMs).toBe(1);
  expect(takeTokens(empty(0), policy, 3, at(0.3)).allowed).toBe(true);
});

it('takes nothing when it refuses', () => {
  const half = { levelMicro: 500_000, atUs: at(0) };

  expect(takeTokens(half, policy, 1, at(0)).bucket).toEqual(half);
});

it('fills up to the burst and not beyond', () => {
  expect(takeTokens(empty(0), policy, 1, at(1_000_000)).remaining).toBe(19);
  expect(takeTokens(empty(0), policy, 1, at(1.9)).remaining).toBe(18);
});

it('gives nothing for a clock that steps back, and keeps the later time', () => {
  const { allowed, bucket } = takeTokens(empty(10), policy, 1, at(5));

  expect(allowed).toBe(false);
  expect(bucket.atUs).toBe(at(10));
});

it('refuses for ever what costs more than the burst', () => {
  expect(takeTokens(null, policy, 21, at(0)).allowed).toBe(false);
});
