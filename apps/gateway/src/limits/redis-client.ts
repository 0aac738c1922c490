import { Redis } from 'ioredis';

const RECONNECT_CAP_MS = 1_000;
/** How long a connection that is given up waits for Redis to close it, too. */
const DISCONNECT_MS = 500;

/**
 * A connection for commands that may be lost: nothing queues while Redis is away, nothing is sent
 * twice, and an answer that does not come within `commandTimeoutMs` is an error.
 */
export const connectRedis = (
  url: string,
  options: { readonly name: string; readonly commandTimeoutMs: number },
): Redis => {
  const redis = new Redis(url, {
    connectionName: `gateway-${options.name}`,
    commandTimeout: options.commandTimeoutMs,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    disconnectTimeout: DISCONNECT_MS,
    retryStrategy: (attempt) => Math.min(attempt * 100, RECONNECT_CAP_MS),
  });
  // Every failure also rejects its command, where it is handled; unheard, it would end the process.
  redis.on('error', () => undefined);
  return redis;
};
