import { metrics } from '@opentelemetry/api';
import { Refusal, type Principal } from '@outcry/service';
import type { Redis } from 'ioredis';
import {
  audienceOf,
  bucketKeyOf,
  routeClassOf,
  type Audience,
  type RateLimits,
} from './rate-classes';
import { TOKEN_BUCKET_LUA } from './token-bucket.lua';

/** The caller's bucket after a request was counted. */
export type RateDecision = {
  readonly allowed: boolean;
  readonly remaining: number;
  readonly retryAfterMs: number;
  readonly fullAfterMs: number;
};

export type RatedRequest = {
  readonly principal: Principal | null;
  readonly address: string;
  readonly method: string;
  readonly path: string;
};

export type RateLimiter = {
  /**
   * Counts a request and returns the headers that tell the caller where it stands
   * (draft-ietf-httpapi-ratelimit-headers-10); none while Redis is away, when all are let through.
   *
   * @throws Refusal rate_limited
   */
  readonly admit: (request: RatedRequest) => Promise<Readonly<Record<string, string>>>;
};

/** After a failure Redis is not asked again for this long, so that a frozen one slows nobody. */
const PAUSE_AFTER_FAILURE_MS = 1_000;

type TakeTokens = (
  key: string,
  ratePerSecond: number,
  burst: number,
  cost: number,
) => Promise<readonly [number, number, number, number]>;

const scriptOf = (redis: Redis): TakeTokens => {
  redis.defineCommand('takeTokens', { numberOfKeys: 1, lua: TOKEN_BUCKET_LUA });
  return (redis as unknown as { takeTokens: TakeTokens }).takeTokens.bind(redis);
};

const seconds = (ms: number): string => String(Math.ceil(ms / 1_000));

const headersOf = (
  audience: Audience,
  limits: RateLimits,
  decision: RateDecision,
): Record<string, string> => {
  const { burst, ratePerSecond } = limits.policies[audience];
  return {
    'RateLimit-Policy': `"${audience}";q=${burst};w=${Math.ceil(burst / ratePerSecond)}`,
    RateLimit: `"${audience}";r=${decision.remaining};t=${seconds(decision.fullAfterMs)}`,
  };
};

/** Limits requests by principal, else by client address, exactly over all replicas. */
export const createRateLimiter = (
  redis: Redis,
  limits: RateLimits,
  nowMs: () => number,
): RateLimiter => {
  const takeTokens = scriptOf(redis);
  const meter = metrics.getMeter('outcry');
  const failedOpen = meter.createCounter('gateway.rate_limit.failed_open');
  const limited = meter.createCounter('gateway.rate_limit.limited');
  let pausedUntilMs = 0;

  const decide = async (request: RatedRequest): Promise<RateDecision | null> => {
    if (redis.status !== 'ready' || nowMs() < pausedUntilMs) return null;
    const policy = limits.policies[audienceOf(request.principal)];
    const cost = limits.costs[routeClassOf(request.method, request.path)];
    const key = bucketKeyOf(request.principal, request.address);
    try {
      const answer = await takeTokens(key, policy.ratePerSecond, policy.burst, cost);
      const [allowed, remaining, retryAfterMs, fullAfterMs] = answer;
      return { allowed: allowed === 1, remaining, retryAfterMs, fullAfterMs };
    } catch {
      pausedUntilMs = nowMs() + PAUSE_AFTER_FAILURE_MS;
      return null;
    }
  };

  return {
    admit: async (request) => {
      const decision = await decide(request);
      const audience = audienceOf(request.principal);
      if (decision === null) {
        failedOpen.add(1, { audience });
        return {};
      }
      const headers = headersOf(audience, limits, decision);
      if (decision.allowed) return headers;
      limited.add(1, { audience });
      const retryAfter = seconds(decision.retryAfterMs);
      throw new Refusal(
        {
          code: 'rate_limited',
          detail: `Too many requests: wait ${retryAfter} s, then send the same request again.`,
        },
        { ...headers, 'Retry-After': retryAfter },
      );
    },
  };
};
