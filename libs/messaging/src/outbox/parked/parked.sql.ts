import type { Sql } from '../../sql';

/** A key that waits for a person. */
export type ParkedKey = {
  readonly shard: number;
  readonly topic: string;
  readonly key: string;
  readonly cause: string;
  readonly parkedAt: Date;
  readonly rows: number;
};

/** A row of a parked key. */
export type ParkedRow = {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly type: string;
  readonly sequence: string | null;
  /** Compact JSON of the record's headers. */
  readonly headers: string;
  readonly payload: string | null;
  readonly createdAt: Date;
  /** False when no relay can have sent it. */
  readonly maybeSent: boolean;
  /** Why the broker refused it; null for a row that only waits behind a refused one. */
  readonly cause: string | null;
};

const KEYS = `
SELECT k.shard, k.topic, k.key, k.cause, k.parked_at AS "parkedAt",
       (SELECT count(*)::int FROM outbox_parked r
        WHERE r.shard = k.shard AND r.topic = k.topic AND r.key = k.key) AS rows
FROM outbox_parked_key k ORDER BY k.parked_at, k.topic, k.key`;

const COLUMNS = `
id::text AS id, topic, key, type, sequence::text AS sequence, headers, payload,
created_at AS "createdAt", maybe_sent AS "maybeSent", cause`;

const ROWS = `
SELECT ${COLUMNS} FROM outbox_parked WHERE topic = $1 AND key = $2 ORDER BY position LIMIT $3`;

const LOCK_ROW = `SELECT ${COLUMNS} FROM outbox_parked WHERE id = $1::uuid FOR UPDATE`;

const REPLACE = `
UPDATE outbox_parked
SET id = $2::uuid, type = $3, headers = $4, payload = $5, maybe_sent = false, cause = NULL
WHERE id = $1::uuid`;

const SHARD_OF = `SELECT shard FROM outbox_parked_key WHERE topic = $1 AND key = $2`;
const LOCK_SHARD = `SELECT 1 FROM outbox_lease WHERE shard = $1::smallint FOR UPDATE`;
const MOVE_BACK = `
WITH moved AS (
  DELETE FROM outbox_parked WHERE shard = $1::smallint AND topic = $2 AND key = $3 RETURNING *)
INSERT INTO outbox (shard, position, id, topic, key, type, sequence, headers, payload, created_at)
SELECT shard, position, id, topic, key, type, sequence, headers, payload, created_at FROM moved`;
const UNPARK = `
DELETE FROM outbox_parked_key WHERE shard = $1::smallint AND topic = $2 AND key = $3`;

export const selectParkedKeys = async (sql: Sql): Promise<readonly ParkedKey[]> =>
  (await sql.query<ParkedKey>(KEYS)).rows;

export const selectParkedRows = async (
  sql: Sql,
  topic: string,
  key: string,
  limit: number,
): Promise<readonly ParkedRow[]> => (await sql.query<ParkedRow>(ROWS, [topic, key, limit])).rows;

export const lockParkedRow = async (sql: Sql, id: string): Promise<ParkedRow | undefined> =>
  (await sql.query<ParkedRow>(LOCK_ROW, [id])).rows[0];

export const replaceParkedRow = async (
  sql: Sql,
  id: string,
  by: Pick<ParkedRow, 'id' | 'type' | 'headers' | 'payload'>,
): Promise<void> => {
  await sql.query(REPLACE, [id, by.id, by.type, by.headers, by.payload]);
};

/**
 * Moves a key's rows back to their places in the outbox, before all newer ones of the key, under
 * the lock of their shard's lease. Undefined when the key is not parked.
 */
export const moveKeyBack = async (
  sql: Sql,
  topic: string,
  key: string,
): Promise<number | undefined> => {
  const found = (await sql.query<{ shard: number }>(SHARD_OF, [topic, key])).rows[0];
  if (found === undefined) return undefined;
  await sql.query(LOCK_SHARD, [found.shard]);
  const { rowCount } = await sql.query(MOVE_BACK, [found.shard, topic, key]);
  const unparked = await sql.query(UNPARK, [found.shard, topic, key]);
  return unparked.rowCount === 0 ? undefined : rowCount;
};
