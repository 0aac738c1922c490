import { join } from 'node:path';
import { biddingEnvironment, biddingService } from '@outcry/bidding';
import { startService, type RunningService } from '@outcry/service';
import { checkoutRoot } from '../stage/checkout';
import { serveParts } from '../stage/part';

let service: RunningService | undefined;

/** The bidding service, relay and all, in a process of its own. */
serveParts({
  start: async (environment: Record<string, string>) => {
    const config = biddingEnvironment.parse(environment);
    // A bundle stands elsewhere than the migrations that it is checked against.
    const dir = join(checkoutRoot(), 'apps/bidding/src');
    service = await startService({ ...biddingService, dir }, { config });
    return service.url;
  },
  stop: async () => service?.stop(),
});
