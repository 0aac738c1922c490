import type { Operator } from '../../operator';
import type { Sql } from '../../sql';

/** What was done to a parked message, or to a parked key as a whole. */
export type ParkedAction = {
  readonly action: 'fix' | 'skip' | 'release';
  readonly topic: string;
  readonly key: string;
  readonly eventId?: string;
  /** The id of what took the message's place. */
  readonly newEventId?: string;
  readonly rows: number;
};

const INSERT = `
INSERT INTO outbox_audit (actor, action, reason, topic, key, event_id, new_event_id, rows)
VALUES ($1, $2, $3, $4, $5, $6::uuid, $7::uuid, $8)`;

/** In the transaction of the action itself: neither is there without the other. */
export const writeParkedAudit = async (
  sql: Sql,
  { actor, reason = '' }: Operator,
  { action, topic, key, eventId, newEventId, rows }: ParkedAction,
): Promise<void> => {
  await sql.query(INSERT, [
    actor,
    action,
    reason,
    topic,
    key,
    eventId ?? null,
    newEventId ?? null,
    rows,
  ]);
};
