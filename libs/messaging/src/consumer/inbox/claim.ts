import { prepare, type Sql } from '../../sql';
import type { Delivery } from '../delivery/delivery';

const CLAIM = prepare(
  'inbox_claim',
  `INSERT INTO inbox (consumer, event_id)
  SELECT $1, event_id FROM unnest($2::uuid[]) AS event_id ORDER BY event_id
  ON CONFLICT DO NOTHING RETURNING event_id`,
);

/** What the key's position has passed is not claimed again: a replay would fill the inbox. */
const CLAIM_UNSEEN = prepare(
  'inbox_claim_unseen',
  `INSERT INTO inbox (consumer, event_id)
  SELECT $1, m.event_id
  FROM unnest($3::uuid[], $4::text[], $5::bigint[]) AS m (event_id, key, sequence)
  WHERE NOT EXISTS (
    SELECT 1 FROM consumer_position p
    WHERE p.consumer = $1 AND p.topic = $2 AND p.key = m.key AND p.last_sequence >= m.sequence)
  ORDER BY m.event_id
  ON CONFLICT DO NOTHING RETURNING event_id`,
);

type Claimed = { readonly event_id: string };

/**
 * The ids of a claim that were new, so not applied before. `all`, as nearly always: every one of
 * them was, which also means that none was among them twice.
 */
export type Fresh = 'all' | ReadonlySet<string>;

export const isFresh = (fresh: Fresh, eventId: string): boolean =>
  fresh === 'all' || fresh.has(eventId);

const NONE: Fresh = new Set();

const freshOf = (rows: readonly Claimed[], asked: number): Fresh =>
  rows.length === asked ? 'all' : new Set(rows.map((row) => row.event_id));

/** Inserts inbox rows in the order of their ids. */
export const claim = async (
  sql: Sql,
  consumer: string,
  eventIds: readonly string[],
): Promise<Fresh> => {
  if (eventIds.length === 0) return NONE;
  const { rows } = await sql.query<Claimed>(CLAIM, [consumer, eventIds]);
  return freshOf(rows, eventIds.length);
};

/** {@link claim}, for an ordered consumer: deliveries of one topic, each with a sequence. */
export const claimUnseen = async (
  sql: Sql,
  consumer: string,
  topic: string,
  deliveries: readonly Delivery[],
): Promise<Fresh> => {
  if (deliveries.length === 0) return NONE;
  const { rows } = await sql.query<Claimed>(CLAIM_UNSEEN, [
    consumer,
    topic,
    deliveries.map((delivery) => delivery.eventId),
    deliveries.map((delivery) => delivery.key),
    deliveries.map((delivery) => delivery.sequence?.toString() ?? null),
  ]);
  return freshOf(rows, deliveries.length);
};
