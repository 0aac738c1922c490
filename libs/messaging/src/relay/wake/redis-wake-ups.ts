import type { Redis } from 'ioredis';
import type { MessagingLog } from '../../telemetry';
import { inProcessWakeUps, type WakeUps } from './wake-ups';

/** After a publish all commits of so long share the next. */
const GATHER_MS = 1;

export type RedisWakeUpsOptions = {
  /** Used for publishing; stays the caller's. */
  readonly redis: Redis;
  /** One per outbox database, for instance `outbox-wake:bidding`. */
  readonly channel: string;
  readonly log: MessagingLog;
};

/**
 * Wake-ups within the process at once, and across replicas by Redis. Without Redis the other
 * replicas find the rows by polling: an error here is never a failure of the caller.
 */
export const redisWakeUps = ({ redis, channel, log }: RedisWakeUpsOptions): WakeUps => {
  const local = inProcessWakeUps();
  const subscriber = redis.duplicate({ autoResubscribe: false });
  subscriber.on('error', () => undefined);
  subscriber.on('message', () => local.wake());
  // Asked for with every connection, since a request made without one may never be answered.
  subscriber.on('ready', () => {
    subscriber.subscribe(channel).catch((error: unknown) => {
      log.warn({ error: String(error) }, 'no wake-ups from other replicas; polling goes on');
    });
  });

  let timer: NodeJS.Timeout | undefined;
  let again = false;
  const publish = (): void => {
    again = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (again) publish();
    }, GATHER_MS);
    // With the connection down a wake-up is worthless a moment later: it is dropped, not queued.
    if (redis.status === 'ready') redis.publish(channel, '').catch(() => undefined);
  };

  return {
    wake: () => {
      local.wake();
      if (timer === undefined) publish();
      else again = true;
    },
    listen: local.listen,
    close: async () => {
      clearTimeout(timer);
      again = false;
      await local.close();
      subscriber.disconnect();
    },
  };
};
