import type { Database, Sql } from '../../sql';
import type { LeaseRow } from '../lease/lease.sql';

// The lock that every move of rows between outbox and outbox_parked takes first.
const LOCK_LEASE = `
SELECT 1 FROM outbox_lease
WHERE shard = $1::smallint AND owner = $2 AND epoch = $3::bigint FOR UPDATE`;

const PARK_KEY = `
INSERT INTO outbox_parked_key (shard, topic, key, cause)
SELECT shard, topic, key, $3 FROM outbox WHERE shard = $1::smallint AND position = $2::bigint
ON CONFLICT (shard, topic, key) DO NOTHING`;

const MOVE = `
WITH moved AS (
  DELETE FROM outbox o USING outbox_parked_key p
  WHERE o.shard = $1::smallint AND o.position = ANY ($2::bigint[])
    AND p.shard = o.shard AND p.topic = o.topic AND p.key = o.key
  RETURNING o.*, o.created_at <= p.parked_at AS maybe_sent)
INSERT INTO outbox_parked (shard, position, id, topic, key, type, sequence, headers, payload,
                           created_at, maybe_sent, cause)
SELECT shard, position, id, topic, key, type, sequence, headers, payload, created_at, maybe_sent, $3
FROM moved`;

/** Whether the lease is still this owner's; if so, it is locked until the transaction ends. */
const lockLease = async (sql: Sql, owner: string, { shard, epoch }: LeaseRow): Promise<boolean> =>
  (await sql.query(LOCK_LEASE, [shard, owner, epoch])).rows.length > 0;

/** Moves a refused row out of the shard's way and parks its key; false when the lease is lost. */
export const parkRow = (
  database: Database,
  owner: string,
  lease: LeaseRow,
  position: string,
  cause: string,
): Promise<boolean> =>
  database.transact(async (sql) => {
    if (!(await lockLease(sql, owner, lease))) return false;
    await sql.query(PARK_KEY, [lease.shard, position, cause]);
    await sql.query(MOVE, [lease.shard, [position], cause]);
    return true;
  });

/**
 * Moves rows behind their parked keys; those whose key has been released meanwhile stay where they
 * are. The move is a statement after the lock, so that it sees what a release has just done.
 */
export const moveBehindParked = (
  database: Database,
  owner: string,
  lease: LeaseRow,
  positions: readonly string[],
): Promise<boolean> =>
  database.transact(async (sql) => {
    if (!(await lockLease(sql, owner, lease))) return false;
    await sql.query(MOVE, [lease.shard, positions, null]);
    return true;
  });
