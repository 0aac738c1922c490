import fc from 'fast-check';
import { takeTokens, type Bucket } from './token-bucket';

const policies = fc.record({
  ratePerSecond: fc.integer({ min: 1, max: 5_000 }),
  burst: fc.integer({ min: 1, max: 10_000 }),
});
/** Microseconds to the next request, and its cost. */
const requests = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 3_000_000 }), fc.integer({ min: 1, max: 20 })),
  { maxLength: 80 },
);
const START_US = 1_700_000_000_000_000;

it('never allows more than burst + rate × time in any stretch', () => {
  fc.assert(
    fc.property(policies, requests, (policy, sequence) => {
      let bucket: Bucket | null = null;
      let nowUs = START_US;
      const taken: { readonly atUs: number; readonly cost: number }[] = [];
      for (const [waitUs, cost] of sequence) {
        nowUs += waitUs;
        const decision = takeTokens(bucket, policy, cost, nowUs);
        bucket = decision.bucket;
        if (decision.allowed) taken.push({ atUs: nowUs, cost });
      }
      for (let from = 0; from < taken.length; from += 1) {
        let sum = 0;
        for (let to = from; to < taken.length; to += 1) {
          sum += taken[to]!.cost;
          const elapsedUs = taken[to]!.atUs - taken[from]!.atUs;
          const allowance = policy.burst * 1_000_000 + elapsedUs * policy.ratePerSecond;
          expect(sum * 1_000_000).toBeLessThanOrEqual(allowance);
        }
      }
    }),
  );
});

it('agrees with a bucket kept in exact fractions', () => {
  fc.assert(
    fc.property(policies, requests, (policy, sequence) => {
      let bucket: Bucket | null = null;
      let level = BigInt(policy.burst) * 1_000_000n;
      let nowUs = START_US;
      for (const [waitUs, cost] of sequence) {
        nowUs += waitUs;
        const full = BigInt(policy.burst) * 1_000_000n;
        const grown = level + BigInt(bucket === null ? 0 : waitUs) * BigInt(policy.ratePerSecond);
        level = grown > full ? full : grown;
        const expected = level >= BigInt(cost) * 1_000_000n;
        if (expected) level -= BigInt(cost) * 1_000_000n;
        const decision = takeTokens(bucket, policy, cost, nowUs);
        bucket = decision.bucket;
        expect(decision.allowed).toBe(expected);
        expect(BigInt(bucket.levelMicro)).toBe(level);
      }
    }),
  );
});

it('says rightly when a refused request would be allowed', () => {
  fc.assert(
    fc.property(policies, fc.integer({ min: 1, max: 20 }), fc.nat(), (policy, cost, level) => {
      fc.pre(cost <= policy.burst);
      const bucket = { levelMicro: level % (cost * 1_000_000), atUs: START_US };
      const { allowed, retryAfterMs } = takeTokens(bucket, policy, cost, START_US);
      expect(allowed).toBe(false);
      const later = START_US + retryAfterMs * 1_000;
      expect(takeTokens(bucket, policy, cost, later).allowed).toBe(true);
    }),
  );
});
