import { join } from 'node:path';
import { ledgerService } from '@outcry/ledger';
import { startService } from '@outcry/service';
import { checkoutRoot } from '../stage/checkout';
import { serveParts } from '../stage/part';

/** The ledger in a process of its own. */
serveParts({
  start: async (environment: Record<string, string>) => {
    const config = ledgerService.config.parse(environment);
    const dir = join(checkoutRoot(), 'apps/ledger/src');
    return (await startService({ ...ledgerService, dir }, { config })).url;
  },
});
