import { Redis } from 'ioredis';

const CONNECT_TIMEOUT_MS = 2_000;
/** How long a connection that is given up waits for Redis to close it, too. */
const DISCONNECT_MS = 500;
const RECONNECT_STEP_MS = 100;
const RECONNECT_CAP_MS = 1_000;

/**
 * A connection for commands that may be lost: nothing queues while Redis is away, an answer that
 * does not come within `commandTimeoutMs` is an error, and the connection is tried again for ever.
 */
export const connectRedis = (
  url: string,
  options: {
    readonly connectionName: string;
    readonly commandTimeout: number;
    readonly autoResendUnfulfilledCommands?: boolean;
    readonly autoResubscribe?: boolean;
  },
): Redis => {
  const redis = new Redis(url, {
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: DISCONNECT_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * RECONNECT_STEP_MS, RECONNECT_CAP_MS),
    ...options,
  });
  // Every failure also rejects its command, where it is handled; unheard, it would end the process.
  redis.on('error', () => undefined);
  return redis;
};
