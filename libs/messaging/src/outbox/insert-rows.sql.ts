import { assert } from '@outcry/kernel';
import { prepare, type Sql } from '../sql';
import { shardOf } from './shards';

/** A record ready to be relayed: headers and payload are sent as they are stored. */
export type OutboxRow = {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly type: string;
  readonly sequence: bigint | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string | null;
};

// WITH ORDINALITY and ORDER BY: positions must follow the order of the list.
const INSERT = `
INSERT INTO outbox (shard, id, topic, key, type, sequence, headers, payload)
SELECT m.shard, m.id, m.topic, m.key, m.type, m.sequence, m.headers, m.payload
FROM unnest($1::smallint[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[],
            $7::text[], $8::text[])
     WITH ORDINALITY AS m(shard, id, topic, key, type, sequence, headers, payload, place)
WHERE (SELECT shards FROM outbox_settings) = $9::smallint
ORDER BY m.place`;
const PREPARED_INSERT = prepare('outbox_insert', INSERT);

/**
 * Appends rows, in order, in one statement of the caller's transaction, which must hold the lock or
 * have checked the version of every key's aggregate. Throws a Defect when the caller's shard count
 * is not the database's.
 */
export const insertOutboxRows = async (
  sql: Sql,
  rows: readonly OutboxRow[],
  shards: number,
): Promise<void> => {
  if (rows.length === 0) return;
  const { rowCount } = await sql.query(PREPARED_INSERT, [
    rows.map(({ key }) => shardOf(key, shards)),
    rows.map(({ id }) => id),
    rows.map(({ topic }) => topic),
    rows.map(({ key }) => key),
    rows.map(({ type }) => type),
    rows.map(({ sequence }) => sequence?.toString() ?? null),
    rows.map(({ headers }) => JSON.stringify(headers)),
    rows.map(({ payload }) => payload),
    shards,
  ]);
  assert(rowCount === rows.length, `the outbox of this database does not have ${shards} shards`);
};
