import { join } from 'node:path';
import { buildApp, notificationConfig } from '@outcry/notification';
import { startService } from '@outcry/service';
import { checkoutRoot } from '../../stage/checkout';
import { serveParts } from '../../stage/part';

/** Notification in a process of its own: it takes events from Kafka to the live rooms. */
serveParts({
  start: async (environment: Record<string, string>) => {
    const dir = join(checkoutRoot(), 'apps/notification/src');
    const config = notificationConfig.parse(environment);
    const definition = { name: 'notification', config: notificationConfig, dir, build: buildApp };
    return (await startService(definition, { config })).url;
  },
});
