import {
  createIdempotency,
  outcomeSweeper,
  periodicTask,
  type ApiInfo,
  type ServiceDeps,
  type ServiceParts,
} from '@outcry/service';
import { notificationInvariants } from './audit/notification.invariants';
import { dropOldNotifications } from './commands/drop-old.handler';
import { tellEndingSoon } from './commands/tell-ending-soon.handler';
import { tellWaiting } from './commands/tell-waiting.handler';
import type { NotificationConfig } from './config';
import { inboxConsumer } from './consumers/inbox.consumer';
import { liveProjection } from './consumers/live.projection';
import { routes } from './http/routes';
import { createInboxStreams } from './live/inbox-streams';
import { redisInboxWakeUps } from './live/inbox-wake-ups';
import { redisLiveWindow } from './live/live-window';

export const NOTIFICATION_INFO: ApiInfo = {
  title: 'Outcry notification',
  version: '1',
  description: 'In-app inboxes and watches.',
};

const DROP_OLD_MS = 3_600_000;
/** How long a paddle that comes late goes on without what waited for it. */
const TELL_WAITING_MS = 1_000;

/** Inboxes, their streams, and the feed of the live rooms. */
export const buildApp = (deps: ServiceDeps<NotificationConfig>): ServiceParts => {
  const { config, database, outbox, ids, redis, log } = deps;
  const wakeUps = redisInboxWakeUps(redis, redis.duplicate({ autoResubscribe: false }));
  const streams = createInboxStreams(database, wakeUps, {
    heartbeatMs: config.OUTCRY_INBOX_HEARTBEAT_MS,
    pollMs: config.OUTCRY_INBOX_POLL_MS,
  });
  deps.onStop(() => {
    streams.close();
    wakeUps.close();
  });
  return {
    info: NOTIFICATION_INFO,
    routes: routes({
      sql: database,
      idempotency: createIdempotency({ database, rejections: [] }),
      streams,
    }),
    consumers: [inboxConsumer({ outbox, ids, wakeUps })],
    invariants: notificationInvariants(),
    projections: [liveProjection(redisLiveWindow(redis))],
    background: [
      periodicTask({
        name: 'ending-soon',
        everyMs: config.OUTCRY_ENDING_SOON_SWEEP_MS,
        run: tellEndingSoon({ database, outbox, ids, wakeUps }),
        log,
      }),
      periodicTask({
        name: 'tell-waiting',
        everyMs: TELL_WAITING_MS,
        run: tellWaiting({ database, outbox, ids, wakeUps }),
        log,
      }),
      periodicTask({
        name: 'drop-old',
        everyMs: DROP_OLD_MS,
        run: dropOldNotifications(database, config.OUTCRY_NOTIFICATION_RETENTION_DAYS),
        log,
      }),
      outcomeSweeper(database, log),
    ],
  };
};
