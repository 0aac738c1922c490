import type { Sql } from '../../sql';

/** A shard in a relay's hands. The epoch fences everything that is written in its name. */
export type LeaseRow = { readonly shard: number; readonly epoch: string };

// One row per relay and shard, by the database's clock: hosts need not agree on the time.
const HEARTBEAT = `
INSERT INTO outbox_relay (owner, expires_at)
VALUES ($1, clock_timestamp() + $2::integer * interval '1 millisecond')
ON CONFLICT (owner) DO UPDATE SET expires_at = EXCLUDED.expires_at`;

const LIVE = `
SELECT owner FROM outbox_relay WHERE expires_at > clock_timestamp() ORDER BY owner`;

const FORGET_DEAD = `
DELETE FROM outbox_relay WHERE expires_at < clock_timestamp() - interval '1 minute'`;

const CREATE = `
INSERT INTO outbox_lease (shard) SELECT generate_series(0, $1::integer - 1)
ON CONFLICT (shard) DO NOTHING`;

const RENEW = `
UPDATE outbox_lease l
SET expires_at = clock_timestamp() + $2::integer * interval '1 millisecond'
FROM unnest($3::smallint[], $4::bigint[]) AS held(shard, epoch)
WHERE l.shard = held.shard AND l.epoch = held.epoch AND l.owner = $1
RETURNING l.shard, l.epoch::text AS epoch`;

// SKIP LOCKED: two relays that claim at once take different shards instead of waiting.
const ACQUIRE = `
UPDATE outbox_lease l
SET owner = $1, epoch = l.epoch + 1,
    expires_at = clock_timestamp() + $2::integer * interval '1 millisecond'
WHERE l.shard IN (
  SELECT shard FROM outbox_lease
  WHERE owner IS NULL OR expires_at <= clock_timestamp()
  ORDER BY shard LIMIT $3::integer FOR UPDATE SKIP LOCKED)
RETURNING l.shard, l.epoch::text AS epoch`;

const RELEASE = `
UPDATE outbox_lease SET owner = NULL, expires_at = '-infinity'
WHERE shard = $1 AND owner = $2 AND epoch = $3::bigint`;

const LEAVE = `DELETE FROM outbox_relay WHERE owner = $1`;

/** The leases of one outbox, as one relay may treat them. */
export type LeaseStore = {
  /** Tells that this relay lives; returns the owners of all that do, sorted. */
  readonly announce: () => Promise<readonly string[]>;
  /** Returns those of `held` that were still this owner's, and are for another term. */
  readonly renew: (held: readonly LeaseRow[]) => Promise<readonly LeaseRow[]>;
  /** Claims at most `limit` shards that no one holds. */
  readonly acquire: (limit: number) => Promise<readonly LeaseRow[]>;
  readonly release: (lease: LeaseRow) => Promise<void>;
  /** Tells that this relay is no more. */
  readonly leave: () => Promise<void>;
};

export const leaseStore = (sql: Sql, owner: string, ttlMs: number): LeaseStore => ({
  announce: async () => {
    await sql.query(HEARTBEAT, [owner, ttlMs]);
    await sql.query(FORGET_DEAD);
    return (await sql.query<{ owner: string }>(LIVE)).rows.map((row) => row.owner);
  },
  renew: async (held) => {
    if (held.length === 0) return [];
    const shards = held.map(({ shard }) => shard);
    const epochs = held.map(({ epoch }) => epoch);
    return (await sql.query<LeaseRow>(RENEW, [owner, ttlMs, shards, epochs])).rows;
  },
  acquire: async (limit) => (await sql.query<LeaseRow>(ACQUIRE, [owner, ttlMs, limit])).rows,
  release: async ({ shard, epoch }) => {
    await sql.query(RELEASE, [shard, owner, epoch]);
  },
  leave: async () => {
    await sql.query(LEAVE, [owner]);
  },
});

/** Makes the lease rows of the shards, once per outbox. */
export const createLeases = async (sql: Sql, shards: number): Promise<void> => {
  await sql.query(CREATE, [shards]);
};
