import { partitionName } from '../consumer/inbox/inbox-days';
import { sqlInvariant, type Invariant } from './invariant';

/** A due message is tried within a second; only a drain that does not run leaves it longer. */
const OVERDUE = '60 seconds';
/** A missing sequence comes within moments, or something has lost it. */
const WAITING_KEY = '5 minutes';
/** Days of the inbox that must be there already. */
const DAYS_AHEAD = 7;

const DEAD = `
SELECT consumer || ' ' || topic || ' ' || key AS subject,
       count(*) || ' dead letters, the first because ' || min(cause) AS detail,
       min(last_failed_at) AS since
  FROM (SELECT * FROM held_message WHERE state = 'dead' ORDER BY id LIMIT 1000) dead
 GROUP BY consumer, topic, key ORDER BY min(id) LIMIT 100`;

const LATE = `
SELECT consumer || ' ' || topic || ' ' || key AS subject,
       'held because ' || cause || ', due and not tried' AS detail, due_at AS since
  FROM held_message
 WHERE state = 'waiting' AND due_at < clock_timestamp() - interval '${OVERDUE}'
 ORDER BY due_at LIMIT 100`;

const WAITING_KEYS = `
SELECT consumer || ' ' || topic || ' ' || key AS subject,
       'the key waits behind a held message' AS detail, parked_at AS since
  FROM held_key k
 WHERE parked_at < clock_timestamp() - interval '${WAITING_KEY}'
   AND NOT EXISTS (SELECT FROM held_message m
                    WHERE (m.consumer, m.topic, m.key) = (k.consumer, k.topic, k.key)
                      AND m.state = 'dead')
 ORDER BY parked_at LIMIT 100`;

const PARTITIONS = `
SELECT c.relname AS name, floor(extract(epoch FROM clock_timestamp()) / 86400)::int AS today
  FROM pg_class i LEFT JOIN pg_inherits h ON h.inhparent = i.oid AND NOT h.inhdetachpending
  LEFT JOIN pg_class c ON c.oid = h.inhrelid
 WHERE i.oid = 'inbox'::regclass`;

const inboxDays = (): Invariant => ({
  name: 'inbox_days_present',
  runbook: 'inbox-day-missing',
  look: async (database) => {
    type Row = { readonly name: string | null; readonly today: number };
    const { rows } = await database.query<Row>(PARTITIONS);
    const present = new Set(rows.map(({ name }) => name));
    const today = rows[0]?.today ?? 0;
    return Array.from({ length: DAYS_AHEAD + 1 }, (_, ahead) => partitionName(today + ahead))
      .filter((name) => !present.has(name))
      .map((name) => ({ subject: name, detail: 'this day of the inbox is missing' }));
  },
});

/** What the tables tell of a service's consumers. */
export const inboxInvariants = (): readonly Invariant[] => [
  sqlInvariant({ name: 'no_dead_letters', runbook: 'dead-letters' }, DEAD),
  sqlInvariant({ name: 'held_messages_are_tried', runbook: 'held-messages-wait' }, LATE),
  sqlInvariant({ name: 'held_keys_move', runbook: 'held-messages-wait' }, WAITING_KEYS),
  inboxDays(),
];
