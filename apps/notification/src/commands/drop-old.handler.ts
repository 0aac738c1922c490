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

/** `$1` days, `$2` how many at a time. */
const DROP_OLD_WAITING = `
DELETE FROM waiting_notice
 WHERE (tenant_id, sale_id, number, auction_id, event_id, kind) IN (
         SELECT tenant_id, sale_id, number, auction_id, event_id, kind
           FROM waiting_notice
          WHERE waits_since < clock_timestamp() - $1 * interval '1 day'
          LIMIT $2)`;

/**
 * Forgets notifications after their time, read or not, and what waited that long for a paddle. That
 * must be longer than events can come again, since the rows also keep an event from being told of
 * twice.
 */
export const dropOldNotifications =
  (sql: Sql, retentionDays: number) =>
  async (signal: AbortSignal): Promise<void> => {
    for (const statement of [DROP_OLD_NOTIFICATIONS, DROP_OLD_WAITING]) {
      for (let dropped = BATCH; dropped === BATCH && !signal.aborted;) {
        dropped = (await sql.query(statement, [retentionDays, BATCH])).rowCount;
      }
    }
  };
