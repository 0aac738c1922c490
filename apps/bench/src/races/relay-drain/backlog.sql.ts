import type { Sql } from '@outcry/messaging';

/**
 * Rows as an outbox would hold them after as many commits: `$1` how many, `$2` bytes of a payload,
 * `$3` keys, `$4` topic. A key's shard is its hash, as everywhere (`shardOf`).
 */
const FILL = `
INSERT INTO outbox (shard, id, topic, key, type, sequence, headers, payload)
SELECT get_byte(sha256(r.key::bytea), 3) % 8, r.id, $4, r.key, 'bidding.bid-placed.v1', r.sequence,
       format('{"ce_specversion":"1.0","ce_id":"%s","ce_source":"/outcry/bidding",'
           || '"ce_type":"bidding.bid-placed.v1","ce_time":"2026-01-01T10:00:00.000Z",'
           || '"ce_subject":"%s","ce_dataschema":"/schemas/bidding.bid-placed.v1.json",'
           || '"ce_partitionkey":"%s","ce_tenantid":"default","ce_sequence":"%s",'
           || '"content-type":"application/json",'
           || '"traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}',
           r.id, r.key, r.key, lpad(r.sequence::text, 20, '0')),
       format('{"n":%s,"text":"%s"}', r.n, repeat('x', $2::int - 18 - length(r.n::text)))
  FROM (SELECT n, uuidv7() AS id, 1 + n / $3::int AS sequence,
               md5((n % $3::int)::text)::uuid::text AS key
          FROM generate_series(1, $1::int) AS n) AS r
 ORDER BY r.n`;

export type Backlog = {
  readonly rows: number;
  readonly payloadBytes: number;
  readonly keys: number;
  readonly topic: string;
};

export const fillOutbox = async (sql: Sql, backlog: Backlog): Promise<void> => {
  const { rows, payloadBytes, keys, topic } = backlog;
  await sql.query(FILL, [rows, payloadBytes, keys, topic]);
  // The statistics of a table that was empty a moment ago would mislead the planner.
  await sql.query('VACUUM ANALYZE outbox');
};

export const isDrained = async (sql: Sql): Promise<boolean> =>
  (await sql.query('SELECT 1 FROM outbox LIMIT 1')).rowCount === 0;
