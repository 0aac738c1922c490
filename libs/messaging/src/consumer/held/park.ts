import { prepare, type Sql } from '../../sql';
import type { Delivery } from '../delivery/delivery';
import type { Trouble } from '../effect/trouble';
import type { HeldState } from './held-message';
import { storable } from './storable';

const storableHeaders = (headers: Readonly<Record<string, string>>): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [storable(name), storable(value)]),
    ),
  );

const INSERT_HELD = `
  INSERT INTO held_message (consumer, topic, key, sequence, event_id, type, partition,
    record_offset, recorded_at, value, headers, claimed, state, cause, detail, attempts, due_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9::numeric / 1000), $10, $11, $12, $13,
    $14, $15, $16, clock_timestamp() + make_interval(secs => $17::numeric / 1000))
  ON CONFLICT (consumer, event_id) DO NOTHING`;

export type Holding = {
  readonly delivery: Delivery;
  readonly state: HeldState;
  readonly trouble: Trouble;
  readonly attempts: number;
  /** Null for what nothing will try by itself. */
  readonly dueInMs: number | null;
  /** Whether the inbox has the event's row. */
  readonly claimed: boolean;
};

/** Writes a held row; false if the event is held already. */
export const insertHeld = async (
  sql: Sql,
  consumer: string,
  holding: Holding,
): Promise<boolean> => {
  const { delivery, trouble } = holding;
  const { record } = delivery;
  const type = record.headers['ce_type'];
  const { rowCount } = await sql.query(INSERT_HELD, [
    consumer,
    record.topic,
    delivery.key,
    delivery.sequence?.toString() ?? null,
    delivery.eventId,
    type === undefined ? null : storable(type),
    record.partition,
    record.offset.toString(),
    record.timestampMs,
    record.value,
    storableHeaders(record.headers),
    holding.claimed,
    holding.state,
    storable(trouble.cause),
    storable(trouble.detail),
    holding.attempts,
    holding.dueInMs,
  ]);
  return rowCount === 1;
};

/**
 * Parks a key, or joins those that have: the update locks the row, so that a drain which is about
 * to delete it either has done so (then this inserts it anew) or will see the row held here.
 */
export const parkKey = async (
  sql: Sql,
  consumer: string,
  topic: string,
  key: string,
  dueInMs: number | null,
): Promise<void> => {
  await sql.query(
    `INSERT INTO held_key AS k (consumer, topic, key, due_at)
     VALUES ($1, $2, $3,
       coalesce(clock_timestamp() + make_interval(secs => $4::numeric / 1000), 'infinity'))
     ON CONFLICT (consumer, topic, key) DO UPDATE SET due_at = least(k.due_at, excluded.due_at)`,
    [consumer, topic, key, dueInMs],
  );
};

const LOCK_PARKED = prepare(
  'held_key_lock',
  `SELECT key FROM held_key WHERE consumer = $1 AND topic = $2 AND key = ANY($3)
   ORDER BY key FOR SHARE`,
);

/** Of the keys, those that are parked; they stay so until the transaction ends. */
export const lockParkedKeys = async (
  sql: Sql,
  consumer: string,
  topic: string,
  keys: readonly string[],
): Promise<Set<string>> => {
  const { rows } = await sql.query<{ key: string }>(LOCK_PARKED, [consumer, topic, keys]);
  return new Set(rows.map((row) => row.key));
};
