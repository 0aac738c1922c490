import type { Redis } from 'ioredis';
import type { Logger } from '../telemetry/logger';
import type { ServiceMetrics } from '../telemetry/metrics';
import { connectRedis } from './redis-connection';

const COMMAND_TIMEOUT_MS = 1_000;

/**
 * The service's Redis, which holds only what can be lost: a command fails at once while the
 * connection is down, and the connection is tried again for ever.
 */
export const createRedis = (options: {
  readonly url: string;
  readonly name: string;
  readonly log: Logger;
  readonly metrics: ServiceMetrics;
}): Redis => {
  const { url, name, log, metrics } = options;
  const redis = connectRedis(url, { connectionName: name, commandTimeout: COMMAND_TIMEOUT_MS });
  let up: boolean | undefined;
  const report = (now: boolean): void => {
    metrics.gauge('redis_up', now ? 1 : 0, {});
    if (now === up) return;
    if (now) log.info('Redis is reachable');
    else log.warn('Redis is away: live updates and wake-ups degrade, nothing else does');
    up = now;
  };
  redis.on('ready', () => report(true));
  redis.on('close', () => report(false));
  redis.on('error', () => report(false));
  return redis;
};
