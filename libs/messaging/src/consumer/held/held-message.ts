import type { IncomingRecord } from '../../transport/transport';

/**
 * - `waiting`: tried again at `due_at`; of an ordered consumer, the head of its key
 * - `queued`: behind the head of its key
 * - `dead`: waits for a person
 * - `settled`: without bytes; remembers an id that the inbox has no day for
 */
export type HeldState = 'waiting' | 'queued' | 'dead' | 'settled';

/** A row of held_message as the drain reads it. */
export type HeldRow = {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
  readonly sequence: string | null;
  readonly event_id: string;
  readonly partition: number;
  readonly record_offset: string;
  readonly recorded_ms: string;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly claimed: boolean;
  readonly state: HeldState;
  readonly cause: string;
  readonly attempts: number;
  readonly gap_accepted: boolean;
  readonly redrives: number;
  readonly held_ms: string;
  /** Until it may be tried; 0 when it may be now. */
  readonly due_in_ms: string;
};

export const HELD_COLUMNS = `
  id::text, topic, key, sequence::text, event_id::text, partition, record_offset::text,
  floor(extract(epoch FROM recorded_at) * 1000)::bigint::text AS recorded_ms,
  value, headers, claimed, state, cause, attempts, gap_accepted, redrives,
  floor(extract(epoch FROM held_at) * 1000)::bigint::text AS held_ms,
  greatest(0, coalesce(
    ceil(extract(epoch FROM due_at - clock_timestamp()) * 1000), 0))::bigint::text AS due_in_ms`;

/** The record as the broker gave it: a release decodes it anew, with the release's own code. */
export const recordOf = (row: HeldRow): IncomingRecord => ({
  topic: row.topic,
  partition: row.partition,
  offset: BigInt(row.record_offset),
  key: row.key,
  value: row.value,
  headers: row.headers,
  timestampMs: Number(row.recorded_ms),
});
