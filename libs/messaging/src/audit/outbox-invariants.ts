import { sqlInvariant, type Invariant } from './invariant';

/** A healthy relay is milliseconds behind, and tries again within 2 s of any trouble's end. */
const BACKLOG = '60 seconds';
/** Leases live for 4 s and are taken over at once. */
const UNRELAYED = '30 seconds';

const BACKLOGS = `
SELECT 'shard ' || shards.shard AS subject,
       'rows wait to be published, the first for topic ' || o.topic AS detail,
       o.created_at AS since
  FROM outbox_settings s, generate_series(0, s.shards - 1) AS shards(shard), LATERAL (
    SELECT topic, created_at FROM outbox WHERE outbox.shard = shards.shard
     ORDER BY position LIMIT 1) o
 WHERE o.created_at < clock_timestamp() - interval '${BACKLOG}'`;

const PARKED = `
SELECT topic || ' ' || key AS subject, 'parked: ' || cause AS detail, parked_at AS since
  FROM outbox_parked_key ORDER BY parked_at LIMIT 100`;

const UNLEASED = `
SELECT 'shard ' || l.shard AS subject, 'no relay holds its lease' AS detail,
       l.expires_at AS since
  FROM outbox_lease l
 WHERE l.expires_at < clock_timestamp() - interval '${UNRELAYED}'
   AND l.expires_at > '-infinity'`;

/** What the outbox promises: rows leave soon, every key flows, every shard has a relay. */
export const outboxInvariants = (): readonly Invariant[] => [
  sqlInvariant({ name: 'outbox_drains', runbook: 'outbox-backlog-grows' }, BACKLOGS),
  sqlInvariant({ name: 'outbox_keys_flow', runbook: 'outbox-key-parked' }, PARKED),
  sqlInvariant({ name: 'outbox_shards_have_relays', runbook: 'outbox-backlog-grows' }, UNLEASED),
];
