import { join } from 'node:path';
import { buildApp, gatewayConfig } from '@outcry/gateway';
import { startService } from '@outcry/service';
import { checkoutRoot } from '../../stage/checkout';
import { serveParts } from '../../stage/part';
import { cpuMicros } from '../../stage/stopwatch';

/** The gateway in a process of its own. */
serveParts({
  start: async (environment: Record<string, string>) => {
    const dir = join(checkoutRoot(), 'apps/gateway/src');
    const config = gatewayConfig.parse(environment);
    const definition = { name: 'gateway', config: gatewayConfig, dir, build: buildApp };
    const service = await startService(definition, { config });
    return service.url;
  },
  rssBytes: async () => process.memoryUsage().rss,
  cpuMicros: async () => cpuMicros(),
});
