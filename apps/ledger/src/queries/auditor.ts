import type { Sql } from '@outcry/messaging';
import {
  periodicTask,
  type BackgroundTask,
  type ServiceDatabase,
  type ServiceDeps,
} from '@outcry/service';
import { IMBALANCES } from './imbalances.sql';

const EVERY_MS = 60_000;
/** Longer than the interval, so that every posting is looked at. */
const LOOK_BACK_MS = 5 * 60_000;

export type Imbalance = {
  readonly what: 'sides' | 'last_entry' | 'holds';
  readonly tenant_id: string;
  /** The asset whose sides differ, or the account at fault. */
  readonly subject: string;
};

/** Compares balances with what they must equal; see {@link IMBALANCES}. */
export const findImbalances = async (sql: Sql, since: Date): Promise<Imbalance[]> =>
  (await sql.query<Imbalance>(IMBALANCES, [since.toISOString()])).rows;

type AuditorDeps = Pick<ServiceDeps<unknown>, 'clock' | 'log' | 'metrics'> & {
  readonly database: ServiceDatabase;
};

/** The invariants, checked while the service runs: an imbalance is a defect and alarms. */
export const auditor = ({ database, clock, log, metrics }: AuditorDeps): BackgroundTask =>
  periodicTask({
    name: 'auditor',
    everyMs: EVERY_MS,
    log,
    run: async () => {
      const found = await findImbalances(database, new Date(clock.nowMs() - LOOK_BACK_MS));
      metrics.gauge('ledger_imbalances', found.length, {});
      for (const imbalance of found.slice(0, 20)) {
        log.error({ imbalance }, 'the ledger is out of balance');
      }
    },
  });
