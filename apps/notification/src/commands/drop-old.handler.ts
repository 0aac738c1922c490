import type { Sql } from '@outcry/messaging';

const BATCH = 5_000;

/** `$1` days, `$2` how many at a time. */
const DROP_OLD_NOTIFICATIONS = `
DELETE FROM notification
 WHERE id IN (
         SELECT id
           FROM notification
          WHERE created_at < clock_timestamp() - $1 * interval '1 day'
          ORDER BY created_at
          LIMIT $2)`;

/**
 * Forgets notifications after their time, read or not. That must be longer than events can come
 * again, since the rows also keep an event from being told of twice.
 */
export const dropOldNotifications =
  (sql: Sql, retentionDays: number) =>
  async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const { rowCount } = await sql.query(DROP_OLD_NOTIFICATIONS, [retentionDays, BATCH]);
      if (rowCount < BATCH || signal.aborted) return;
    }
  };
