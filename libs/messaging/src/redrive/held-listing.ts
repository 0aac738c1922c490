import type { Sql } from '../sql';
import { whereOf, type HeldFilter } from './held-filter';

/** A held message as an operator sees it in a list: no data. */
export type HeldSummary = {
  readonly id: string;
  readonly consumer: string;
  readonly topic: string;
  readonly key: string;
  readonly sequence: string | null;
  readonly eventId: string;
  readonly type: string | null;
  readonly state: 'waiting' | 'queued' | 'dead';
  readonly cause: string;
  readonly detail: string;
  readonly attempts: number;
  readonly redrives: number;
  readonly heldAt: Date;
  readonly dueAt: Date | null;
  /** Whether its key is parked: then the whole key goes, in order. */
  readonly keyParked: boolean;
};

export type HeldMessage = HeldSummary & {
  readonly partition: number;
  readonly offset: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | null;
};

const SUMMARY = `
  id::text, m.consumer, m.topic, m.key, m.sequence::text, event_id::text AS "eventId", type, state,
  cause, detail, attempts, redrives, held_at AS "heldAt", m.due_at AS "dueAt",
  EXISTS (SELECT 1 FROM held_key k
          WHERE k.consumer = m.consumer AND k.topic = m.topic AND k.key = m.key) AS "keyParked"`;

/** Per key in the order of their release, oldest keys first. */
const ORDER = 'm.consumer, m.topic, m.key, m.sequence NULLS FIRST, m.id';

/** @param limit at most so many rows */
export const listHeld = async (
  sql: Sql,
  filter: HeldFilter,
  limit = 1_000,
): Promise<HeldSummary[]> => {
  const { text, values } = whereOf(filter);
  const { rows } = await sql.query<HeldSummary>(
    `SELECT ${SUMMARY} FROM held_message m WHERE ${text} ORDER BY ${ORDER}
     LIMIT $${values.length + 1}`,
    [...values, limit],
  );
  return rows;
};

/** Those of the ids that are still held. */
export const listHeldByIds = async (sql: Sql, ids: readonly string[]): Promise<HeldSummary[]> => {
  const { rows } = await sql.query<HeldSummary>(
    `SELECT ${SUMMARY} FROM held_message m
     WHERE id = ANY($1::bigint[]) AND state <> 'settled' ORDER BY ${ORDER}`,
    [ids],
  );
  return rows;
};

/** One held message with its bytes and headers, or null. */
export const showHeld = async (
  sql: Sql,
  consumer: string,
  eventId: string,
): Promise<HeldMessage | null> => {
  const { rows } = await sql.query<HeldMessage>(
    `SELECT ${SUMMARY}, partition, record_offset::text AS offset, headers, value
     FROM held_message m WHERE consumer = $1 AND event_id = $2 AND state <> 'settled'`,
    [consumer, eventId],
  );
  return rows[0] ?? null;
};
