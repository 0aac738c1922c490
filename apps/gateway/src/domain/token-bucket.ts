/**
 * Token bucket in integers: a level of micro-tokens refills by `ratePerSecond` micro-tokens each
 * microsecond up to `burst` tokens. The script that Redis runs does the same arithmetic; this is
 * its oracle. All values stay below 2^53.
 */
export type BucketPolicy = {
  /** Tokens that come back each second; a positive integer. */
  readonly ratePerSecond: number;
  /** Tokens that a rested bucket holds; a positive integer. */
  readonly burst: number;
};

export type Bucket = { readonly levelMicro: number; readonly atUs: number };

export type BucketDecision = {
  readonly allowed: boolean;
  readonly bucket: Bucket;
  /** Whole tokens left. */
  readonly remaining: number;
  /** Milliseconds until the same cost would be allowed; 0 when it was. */
  readonly retryAfterMs: number;
  /** Milliseconds until the bucket is full again. */
  readonly fullAfterMs: number;
};

const MICRO = 1_000_000;

/** The level at `nowUs`; a clock that stepped back refills nothing. */
const refilled = (bucket: Bucket | null, policy: BucketPolicy, nowUs: number): number => {
  const capacity = policy.burst * MICRO;
  if (bucket === null) return capacity;
  const elapsedUs = Math.max(0, nowUs - bucket.atUs);
  // Beyond this time the bucket is full anyway, and the product stays exact.
  const fullAfterUs = Math.ceil(capacity / policy.ratePerSecond);
  if (elapsedUs >= fullAfterUs) return capacity;
  return Math.min(capacity, bucket.levelMicro + elapsedUs * policy.ratePerSecond);
};

const msToGain = (micro: number, policy: BucketPolicy): number =>
  micro <= 0 ? 0 : Math.ceil(Math.ceil(micro / policy.ratePerSecond) / 1_000);

/** Takes `cost` tokens, all or none. */
export const takeTokens = (
  bucket: Bucket | null,
  policy: BucketPolicy,
  cost: number,
  nowUs: number,
): BucketDecision => {
  const level = refilled(bucket, policy, nowUs);
  const wanted = cost * MICRO;
  const allowed = level >= wanted;
  const left = allowed ? level - wanted : level;
  const atUs = Math.max(nowUs, bucket?.atUs ?? nowUs);
  return {
    allowed,
    bucket: { levelMicro: left, atUs },
    remaining: Math.floor(left / MICRO),
    retryAfterMs: allowed ? 0 : msToGain(wanted - left, policy),
    fullAfterMs: msToGain(policy.burst * MICRO - left, policy),
  };
};
