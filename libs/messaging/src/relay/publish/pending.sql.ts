import { prepareByIndex, type Sql } from '../../sql';
import type { LeaseRow } from '../lease/lease.sql';

/** A pending row as the relay reads it. */
export type PendingRow = {
  readonly position: string;
  readonly topic: string;
  readonly key: string;
  /** Compact JSON of the record's headers. */
  readonly headers: string;
  readonly payload: string | null;
  /** When the row was written, by the database's clock. */
  readonly createdMs: number;
  /** Its key waits for a person: the row is to be moved, not published. */
  readonly parked: boolean;
};

// The rows of each shard in order of position, from the first one: a cursor would lose the row of a
// slow transaction. Only positions already in this relay's hands are left out, and topics that the
// broker does not know. Whoever lost the lease reads nothing. NOT IN, since a plan for any values
// compares `<> ALL` one by one but looks a subselect up in a table of hashes.
const READ = prepareByIndex(
  'outbox_read',
  `
WITH held AS (
  SELECT l.shard FROM outbox_lease l
  JOIN unnest($1::smallint[], $3::bigint[]) AS h(shard, epoch) USING (shard, epoch)
  WHERE l.owner = $2 AND l.expires_at > clock_timestamp())
SELECT o.shard, o.position::text AS position, o.topic, o.key, o.headers, o.payload,
       (extract(epoch FROM o.created_at) * 1000)::float8 AS "createdMs",
       EXISTS (SELECT FROM outbox_parked_key p
               WHERE p.shard = o.shard AND p.topic = o.topic AND p.key = o.key) AS parked
FROM held CROSS JOIN LATERAL (
  SELECT * FROM outbox
  WHERE outbox.shard = held.shard AND outbox.position NOT IN (SELECT unnest($4::bigint[]))
    AND outbox.topic <> ALL ($6::text[])
  ORDER BY outbox.position LIMIT $5::integer) o`,
);

// Exactly the acknowledged rows: between them a slower transaction's row may have appeared. The
// commit does not wait for the disk: what a crash of the server takes back are the last deletions,
// and their rows are sent once more.
const DELETE = prepareByIndex(
  'outbox_delete',
  `
WITH held AS (
  SELECT l.shard FROM outbox_lease l
  JOIN unnest($1::smallint[], $3::bigint[]) AS h(shard, epoch) USING (shard, epoch)
  WHERE l.owner = $2),
deleted AS (
  DELETE FROM outbox
  WHERE shard = ANY (ARRAY(SELECT shard FROM held)) AND position = ANY ($4::bigint[])
  RETURNING shard),
unwaited AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
SELECT shard, count(*)::int AS rows FROM deleted CROSS JOIN unwaited GROUP BY shard`,
);

const FEW = 100;

/** Whether so many rows may share a statement or a request with those of other shards. */
export const areFew = (rows: readonly unknown[]): boolean => rows.length < FEW;

export type PendingRead = {
  readonly lease: LeaseRow;
  /** Positions read before and not yet deleted. */
  readonly inHand: readonly string[];
  /** Topics whose rows are left alone. */
  readonly resting: readonly string[];
  readonly limit: number;
};

const byPosition = (a: PendingRow, b: PendingRow): number =>
  a.position.length - b.position.length || (a.position < b.position ? -1 : 1);

/** What is pending in several shards, as far as each is still the owner's; in order of position. */
export const readPending = async (
  sql: Sql,
  owner: string,
  reads: readonly PendingRead[],
): Promise<readonly (readonly PendingRow[])[]> => {
  const shards = reads.map(({ lease }) => lease.shard);
  const epochs = reads.map(({ lease }) => lease.epoch);
  const inHand = reads.flatMap((read) => read.inHand);
  const limit = Math.min(...reads.map((read) => read.limit));
  const resting = [...new Set(reads.flatMap((read) => read.resting))];
  const values = [shards, owner, epochs, inHand, limit, resting];
  const { rows } = await sql.query<PendingRow & { shard: number }>(READ, values);
  const found = Map.groupBy(rows, ({ shard }) => shard);
  return shards.map((shard) => (found.get(shard) ?? []).sort(byPosition));
};

export type Deletion = { readonly lease: LeaseRow; readonly positions: readonly string[] };

/** Deletes acknowledged rows; false for a shard whose lease has passed to someone else. */
export const deletePublished = async (
  sql: Sql,
  owner: string,
  deletions: readonly Deletion[],
): Promise<readonly boolean[]> => {
  const shards = deletions.map(({ lease }) => lease.shard);
  const epochs = deletions.map(({ lease }) => lease.epoch);
  const positions = deletions.flatMap((deletion) => deletion.positions);
  const values = [shards, owner, epochs, positions];
  const { rows } = await sql.query<{ shard: number; rows: number }>(DELETE, values);
  const deleted = new Map(rows.map((row) => [row.shard, row.rows]));
  return deletions.map(
    ({ lease, positions: own }) => (deleted.get(lease.shard) ?? 0) === own.length,
  );
};
