import { resolve } from 'node:path';
import { commonEnvironment, redisEnvironment } from '@outcry/service';
import { z } from 'zod';
import type { RateLimits } from './limits/rate-classes';

const count = (fallback: number) => z.coerce.number().int().positive().default(fallback);

const ratePerSecond = {
  OUTCRY_RATE_ANONYMOUS: count(200),
  OUTCRY_RATE_PRINCIPAL: count(400),
  OUTCRY_RATE_OPERATOR: count(4_000),
};
const burst = {
  OUTCRY_BURST_ANONYMOUS: count(400),
  OUTCRY_BURST_PRINCIPAL: count(800),
  OUTCRY_BURST_OPERATOR: count(8_000),
};
const cost = {
  OUTCRY_COST_READ: count(1),
  OUTCRY_COST_WRITE: count(2),
  OUTCRY_COST_BID: count(2),
};

export const gatewayConfig = commonEnvironment.extend({
  ...redisEnvironment.shape,
  OUTCRY_BIDDING_URL: z.url({ protocol: /^http$/ }),
  OUTCRY_LEDGER_URL: z.url({ protocol: /^http$/ }),
  OUTCRY_NOTIFICATION_URL: z.url({ protocol: /^http$/ }),
  /** Until a service's answer begins, and between its bytes. */
  OUTCRY_UPSTREAM_TIMEOUT_MS: count(10_000),
  OUTCRY_UPSTREAM_CONCURRENCY: count(512),
  OUTCRY_BREAKER_RESET_MS: count(1_000),
  OUTCRY_BODY_LIMIT_BYTES: count(65_536),
  /** Addresses or networks of proxies whose X-Forwarded-For is believed, separated by commas. */
  OUTCRY_TRUSTED_PROXIES: z.string().default(''),
  ...ratePerSecond,
  ...burst,
  ...cost,
  OUTCRY_REDIS_COMMAND_TIMEOUT_MS: count(250),
  OUTCRY_LIVE_HEARTBEAT_MS: count(15_000),
  OUTCRY_LIVE_POLL_MS: count(1_000),
  OUTCRY_LIVE_MAX_READERS: count(20_000),
  OUTCRY_DEMO_ISSUER_PORT: z.coerce.number().int().min(0).max(65_535).default(8089),
  OUTCRY_DEMO_KEY_FILE: z.string().default('.outcry/demo-issuer-key.json'),
  /** The page at `/`. */
  OUTCRY_PUBLIC_DIR: z.string().default(resolve('apps/gateway/public')),
});
export type GatewayConfig = z.output<typeof gatewayConfig>;

export const rateLimitsOf = (config: GatewayConfig): RateLimits => ({
  policies: {
    anonymous: {
      ratePerSecond: config.OUTCRY_RATE_ANONYMOUS,
      burst: config.OUTCRY_BURST_ANONYMOUS,
    },
    principal: {
      ratePerSecond: config.OUTCRY_RATE_PRINCIPAL,
      burst: config.OUTCRY_BURST_PRINCIPAL,
    },
    operator: {
      ratePerSecond: config.OUTCRY_RATE_OPERATOR,
      burst: config.OUTCRY_BURST_OPERATOR,
    },
  },
  costs: {
    read: config.OUTCRY_COST_READ,
    write: config.OUTCRY_COST_WRITE,
    bid: config.OUTCRY_COST_BID,
  },
});
