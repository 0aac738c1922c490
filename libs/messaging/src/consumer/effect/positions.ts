import { OperationalError } from '@outcry/kernel';
import { prepare, type Sql } from '../../sql';

const READ = prepare(
  'consumer_position_read',
  `SELECT key, last_sequence::text FROM consumer_position
   WHERE consumer = $1 AND topic = $2 AND key = ANY($3)`,
);

/** The last applied sequence per key; keys without one are absent. */
export const readPositions = async (
  sql: Sql,
  consumer: string,
  topic: string,
  keys: readonly string[],
): Promise<Map<string, bigint>> => {
  const { rows } = await sql.query<{ key: string; last_sequence: string }>(READ, [
    consumer,
    topic,
    keys,
  ]);
  return new Map(rows.map((row) => [row.key, BigInt(row.last_sequence)]));
};

/** A key's move from what was read (0: nothing) to what has been applied. */
export type Move = { readonly key: string; readonly from: bigint; readonly to: bigint };

const INSERT = prepare(
  'consumer_position_insert',
  `INSERT INTO consumer_position (consumer, topic, key, last_sequence)
  SELECT $1, $2, m.key, m.next FROM unnest($3::text[], $4::bigint[]) AS m (key, next)
  ORDER BY m.key ON CONFLICT DO NOTHING`,
);

const UPDATE = prepare(
  'consumer_position_update',
  `UPDATE consumer_position p SET last_sequence = m.next
  FROM unnest($3::text[], $4::bigint[], $5::bigint[]) AS m (key, next, expected)
  WHERE p.consumer = $1 AND p.topic = $2 AND p.key = m.key AND p.last_sequence = m.expected`,
);

/**
 * Advances positions that nobody has moved since they were read.
 *
 * @throws OperationalError `position_moved`, retryable: another member has applied some of the keys
 */
export const advancePositions = async (
  sql: Sql,
  consumer: string,
  topic: string,
  moves: readonly Move[],
): Promise<void> => {
  const sorted = [...moves].sort((a, b) => (a.key < b.key ? -1 : 1));
  const run = async (text: string, part: readonly Move[], guarded: boolean): Promise<void> => {
    if (part.length === 0) return;
    const columns = [part.map((move) => move.key), part.map((move) => move.to.toString())];
    const expected = guarded ? [part.map((move) => move.from.toString())] : [];
    const { rowCount } = await sql.query(text, [consumer, topic, ...columns, ...expected]);
    if (rowCount !== part.length) {
      throw new OperationalError('position_moved', 'another member applied a key of this batch', {
        retryable: true,
      });
    }
  };
  await run(
    INSERT,
    sorted.filter((move) => move.from === 0n),
    false,
  );
  await run(
    UPDATE,
    sorted.filter((move) => move.from > 0n),
    true,
  );
};
