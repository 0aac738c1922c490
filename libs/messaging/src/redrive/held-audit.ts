import type { Operator } from '../operator';
import type { Sql } from '../sql';
import type { HeldFilter } from './held-filter';
import type { HeldSummary } from './held-listing';

const INSERT = `
  INSERT INTO held_audit (actor, action, reason, consumer, topic, key, event_id, filter)
  SELECT $1, $2, $3, m.consumer, m.topic, m.key, m.event_id, $4
  FROM unnest($5::text[], $6::text[], $7::text[], $8::uuid[])
    AS m (consumer, topic, key, event_id)`;

export const writeAudit = async (
  sql: Sql,
  action: 'release' | 'redrive' | 'drop',
  operator: Operator,
  filter: HeldFilter,
  messages: readonly HeldSummary[],
): Promise<void> => {
  if (messages.length === 0) return;
  await sql.query(INSERT, [
    operator.actor,
    action,
    operator.reason ?? '',
    JSON.stringify(filter),
    messages.map((message) => message.consumer),
    messages.map((message) => message.topic),
    messages.map((message) => message.key),
    messages.map((message) => message.eventId),
  ]);
};
