import type { Sql } from '@outcry/messaging';
import { route, type Idempotency, type Route } from '@outcry/service';
import type { InboxStreams } from '../live/inbox-streams';
import { listNotifications, listNotificationsHandler } from './list-notifications.endpoint';
import { readAllNotifications, readAllRoute } from './read-all.endpoint';
import { readNotification, readNotificationHandler } from './read-notification.endpoint';
import { streamNotifications, streamNotificationsHandler } from './stream-notifications.endpoint';
import { listWatches, unwatchAuction, watchAuction, watchRoutes } from './watches.endpoints';

export const definitions = [
  listNotifications,
  streamNotifications,
  readNotification,
  readAllNotifications,
  watchAuction,
  unwatchAuction,
  listWatches,
];

export const routes = (deps: {
  readonly sql: Sql;
  readonly idempotency: Idempotency;
  readonly streams: InboxStreams;
}): Route[] => [
  route(listNotifications, listNotificationsHandler(deps.sql)),
  route(streamNotifications, streamNotificationsHandler(deps.streams)),
  route(readNotification, readNotificationHandler(deps.sql)),
  readAllRoute(deps.idempotency),
  ...watchRoutes(deps.sql),
];
