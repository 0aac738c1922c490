import { connectRedis } from '@outcry/service';
import type { Redis } from 'ioredis';

/** A connection that also sends nothing twice: its owner asks again, or does without. */
export const connectOnce = (
  url: string,
  options: { readonly name: string; readonly commandTimeoutMs: number },
): Redis =>
  connectRedis(url, {
    connectionName: `gateway-${options.name}`,
    commandTimeout: options.commandTimeoutMs,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
  });
