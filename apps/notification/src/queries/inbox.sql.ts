/** `$1` tenant, `$2` recipient, `$3` below this position, `$4` only unread, `$5` how many. */
export const LIST_NOTIFICATIONS = `
SELECT id, position, kind, auction_id, sale_id, details, created_at, read_at
  FROM notification
 WHERE tenant_id = $1 AND recipient_id = $2 AND position < $3::bigint
   AND superseded_at IS NULL AND (NOT $4::boolean OR read_at IS NULL)
 ORDER BY position DESC
 LIMIT $5`;

/** `$1` tenant, `$2` recipient, `$3` above this position, `$4` how many; oldest first. */
export const NOTIFICATIONS_SINCE = `
SELECT id, position, kind, auction_id, sale_id, details, created_at, read_at
  FROM notification
 WHERE tenant_id = $1 AND recipient_id = $2 AND position > $3::bigint AND superseded_at IS NULL
 ORDER BY position
 LIMIT $4`;

/** `$1` tenant, `$2` recipient. */
export const COUNT_UNREAD = `
SELECT count(*)::int AS unread
  FROM notification
 WHERE tenant_id = $1 AND recipient_id = $2 AND read_at IS NULL AND superseded_at IS NULL`;

/** `$1` tenant, `$2` recipient. */
export const READ_HEAD = `
SELECT last_position FROM inbox_head WHERE tenant_id = $1 AND recipient_id = $2`;

/** The first time counts. `$1` tenant, `$2` recipient, `$3` notification. */
export const MARK_READ = `
UPDATE notification
   SET read_at = coalesce(read_at, clock_timestamp())
 WHERE tenant_id = $1 AND recipient_id = $2 AND id = $3 AND superseded_at IS NULL
RETURNING id, position, kind, auction_id, sale_id, details, created_at, read_at`;

/** `$1` tenant, `$2` recipient, `$3` up to this position. */
export const MARK_ALL_READ = `
UPDATE notification
   SET read_at = clock_timestamp()
 WHERE tenant_id = $1 AND recipient_id = $2 AND position <= $3::bigint
   AND read_at IS NULL AND superseded_at IS NULL`;
