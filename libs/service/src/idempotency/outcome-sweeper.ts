import type { Database } from '@outcry/messaging';
import { periodicTask, type BackgroundTask } from '../runtime/background-task';
import type { Logger } from '../telemetry/logger';

/** One day more than the seven that callers are promised. */
const KEPT_DAYS = 8;
const BATCH = 1_000;
const EVERY_MS = 10 * 60_000;

const SWEEP = `
  DELETE FROM idempotency_key
   WHERE ctid = ANY (ARRAY(
     SELECT ctid FROM idempotency_key
      WHERE created_at < clock_timestamp() - make_interval(days => $1)
      ORDER BY created_at LIMIT $2
        FOR UPDATE SKIP LOCKED))`;

/** Removes outcomes that are older than promised, in small transactions; returns how many. */
export const sweepOutcomes = async (database: Database): Promise<number> => {
  let removed = 0;
  for (;;) {
    const { rowCount } = await database.query(SWEEP, [KEPT_DAYS, BATCH]);
    removed += rowCount;
    if (rowCount < BATCH) return removed;
  }
};

export const outcomeSweeper = (database: Database, log: Logger): BackgroundTask =>
  periodicTask({
    name: 'idempotency-sweeper',
    everyMs: EVERY_MS,
    log,
    run: async () => {
      await sweepOutcomes(database);
    },
  });
