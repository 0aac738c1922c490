import type { Sql } from '../sql';
import type { MessagingMetrics } from '../telemetry';

/** Counting stops here: a backlog's exact size is not worth reading all of it. */
const COUNT_CAP = 10_000;

const GAUGES = `
SELECT s.shard,
       (SELECT count(*)::int
        FROM (SELECT FROM outbox o WHERE o.shard = s.shard LIMIT $2) c) AS pending,
       (SELECT extract(epoch FROM clock_timestamp() - o.created_at)::float8 FROM outbox o
        WHERE o.shard = s.shard ORDER BY o.position LIMIT 1) AS age,
       (SELECT count(*)::int FROM outbox_parked_key p WHERE p.shard = s.shard) AS parked
FROM unnest($1::smallint[]) AS s(shard)`;

const DEAD_ROWS = `
SELECT coalesce(sum(n_dead_tup), 0)::float8 AS dead
FROM pg_stat_user_tables WHERE relname = 'outbox'`;

type Row = {
  readonly shard: number;
  readonly pending: number;
  readonly age: number | null;
  readonly parked: number;
};

/** Reports the state of the shards that this relay holds. */
export const reportGauges = async (
  sql: Sql,
  shards: readonly number[],
  metrics: MessagingMetrics,
): Promise<void> => {
  const { rows } = await sql.query<Row>(GAUGES, [shards, COUNT_CAP]);
  for (const { shard, pending, age, parked } of rows) {
    const labels = { shard: String(shard) };
    metrics.gauge('outbox_pending_rows', pending, labels);
    metrics.gauge('outbox_oldest_pending_seconds', age ?? 0, labels);
    metrics.gauge('outbox_parked_keys', parked, labels);
  }
  const dead = (await sql.query<{ dead: number }>(DEAD_ROWS)).rows[0]?.dead ?? 0;
  metrics.gauge('outbox_dead_rows', dead, {});
};
