import { prepare, type Sql } from '../../sql';
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

// The rows of a shard in order of position, from the first one: a cursor would lose the row of a
// slow transaction. Only positions already in this relay's hands are left out, and topics that the
// broker does not know. Whoever lost the lease reads nothing.
const READ = `
SELECT o.position::text AS position, o.topic, o.key, o.headers, o.payload,
       (extract(epoch FROM o.created_at) * 1000)::float8 AS "createdMs",
       EXISTS (SELECT FROM outbox_parked_key p
               WHERE p.shard = o.shard AND p.topic = o.topic AND p.key = o.key) AS parked
FROM outbox o
WHERE o.shard = $1::smallint AND o.position <> ALL ($4::bigint[])
  AND o.topic <> ALL ($6::text[])
  AND EXISTS (SELECT FROM outbox_lease l
              WHERE l.shard = $1::smallint AND l.owner = $2 AND l.epoch = $3::bigint
                AND l.expires_at > clock_timestamp())
ORDER BY o.position LIMIT $5::integer`;

const PENDING_SHARDS = `
SELECT s.shard FROM unnest($1::smallint[]) AS s(shard)
WHERE EXISTS (SELECT FROM outbox o WHERE o.shard = s.shard AND o.topic <> ALL ($2::text[]))`;

// Exactly the acknowledged rows: between them a slower transaction's row may have appeared.
const DELETE = `
DELETE FROM outbox
WHERE shard = $1::smallint AND position = ANY ($4::bigint[])
  AND EXISTS (SELECT FROM outbox_lease l
              WHERE l.shard = $1::smallint AND l.owner = $2 AND l.epoch = $3::bigint)`;

// With few rows in hand there is probably little to read, and planning would cost the most. Of a
// backlog much is read at once, and the plan is made for what the table has become.
const FEW = 100;
const READ_FEW = prepare('outbox_read_few', `${READ} /* few */`);
const DELETE_FEW = prepare('outbox_delete_few', `${DELETE} /* few */`);

export type PendingRead = {
  /** Positions read before and not yet deleted. */
  readonly inHand: readonly string[];
  /** Topics whose rows are left alone. */
  readonly resting: readonly string[];
  readonly limit: number;
};

export const readPending = async (
  sql: Sql,
  owner: string,
  { shard, epoch }: LeaseRow,
  { inHand, limit, resting }: PendingRead,
): Promise<readonly PendingRow[]> => {
  const text = inHand.length < FEW ? READ_FEW : READ;
  return (await sql.query<PendingRow>(text, [shard, owner, epoch, inHand, limit, resting])).rows;
};

/** Those of `shards` in which something is pending, beside rows of resting topics. */
export const pendingShards = async (
  sql: Sql,
  shards: readonly number[],
  resting: readonly string[],
): Promise<readonly number[]> =>
  (await sql.query<{ shard: number }>(PENDING_SHARDS, [shards, resting])).rows.map(
    ({ shard }) => shard,
  );

/** Deletes acknowledged rows; false when the lease has passed to someone else. */
export const deletePublished = async (
  sql: Sql,
  owner: string,
  { shard, epoch }: LeaseRow,
  positions: readonly string[],
): Promise<boolean> => {
  const text = positions.length < FEW ? DELETE_FEW : DELETE;
  const { rowCount } = await sql.query(text, [shard, owner, epoch, positions]);
  return rowCount === positions.length;
};
