import type { Database } from '../../sql';
import {
  dayBound,
  dayOfPartition,
  dayRange,
  partitionName,
  planDays,
  type Day,
  type DayRange,
  type InboxKeeping,
} from './inbox-days';

/** One maintainer at a time: partitions are made and dropped under this transaction lock. */
const MAINTENANCE_LOCK = 5_842_390_117;

type PartitionRow = { readonly name: string; readonly detaching: boolean };

const PARTITIONS = `
  SELECT c.relname AS name, i.inhdetachpending AS detaching
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'inbox'::regclass`;

/** Left behind by a crash between DETACH and DROP. */
const ORPHANS = `
  SELECT c.relname AS name FROM pg_class c
  WHERE c.relkind = 'r' AND c.relnamespace = (
      SELECT relnamespace FROM pg_class WHERE oid = 'inbox'::regclass)
    AND c.relname ~ '^inbox_[0-9]{8}$'
    AND NOT EXISTS (SELECT 1 FROM pg_inherits i WHERE i.inhrelid = c.oid)`;

const daysOf = (rows: readonly PartitionRow[]): Day[] =>
  rows
    .filter((row) => !row.detaching)
    .map((row) => dayOfPartition(row.name))
    .filter((day) => day !== null)
    .sort((a, b) => a - b);

const databaseNowMs = async (database: Pick<Database, 'query'>): Promise<number> => {
  const { rows } = await database.query<{ ms: string }>(
    'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint::text AS ms',
  );
  return Number(rows[0]?.ms);
};

/** Attaching takes no lock that a claim would wait for; CREATE … PARTITION OF would. */
const create = (database: Database, keeping: InboxKeeping): Promise<void> =>
  database.transact(async (sql) => {
    await sql.query('SELECT pg_advisory_xact_lock($1)', [MAINTENANCE_LOCK]);
    const present = daysOf((await sql.query<PartitionRow>(PARTITIONS)).rows);
    const plan = planDays(present, await databaseNowMs(sql), keeping);
    for (const day of plan.create) {
      const name = partitionName(day);
      await sql.query(`CREATE TABLE ${name} (LIKE inbox INCLUDING ALL)`);
      await sql.query(
        `ALTER TABLE inbox ATTACH PARTITION ${name}
           FOR VALUES FROM ('${dayBound(day)}') TO ('${dayBound(day + 1)}')`,
      );
    }
  });

/** DETACH … CONCURRENTLY refuses to run inside a transaction, so each statement stands alone. */
const drop = async (database: Database, keeping: InboxKeeping): Promise<void> => {
  const { rows } = await database.query<PartitionRow>(PARTITIONS);
  for (const { name } of rows.filter((row) => row.detaching)) {
    await database.query(`ALTER TABLE inbox DETACH PARTITION ${name} FINALIZE`);
  }
  const plan = planDays(daysOf(rows), await databaseNowMs(database), keeping);
  for (const day of plan.drop) {
    await database.query(`ALTER TABLE inbox DETACH PARTITION ${partitionName(day)} CONCURRENTLY`);
  }
  const oldest = partitionName(
    Math.min(...daysOf((await database.query<PartitionRow>(PARTITIONS)).rows)),
  );
  const orphans = await database.query<{ name: string }>(ORPHANS);
  for (const { name } of orphans.rows.filter((orphan) => orphan.name < oldest)) {
    await database.query(`DROP TABLE IF EXISTS ${name}`);
  }
};

/** A settled row stands in for an inbox row, and is kept as long as one. */
const FORGET_SETTLED = `
  DELETE FROM held_message
  WHERE state = 'settled' AND held_at < clock_timestamp() - make_interval(secs => $1::numeric)`;

/** The days of the inbox as this process knows them. */
export type InboxDays = {
  readonly range: () => DayRange;
  /** Makes missing days and reads which there are; another process may have changed them. */
  readonly ensure: () => Promise<void>;
  /** Drops the days past retention, and what is kept beside them. */
  readonly prune: () => Promise<void>;
};

export const createInboxDays = (database: Database, keeping: InboxKeeping): InboxDays => {
  let known = dayRange(0, -1);

  const read = async (): Promise<void> => {
    const days = daysOf((await database.query<PartitionRow>(PARTITIONS)).rows);
    known = dayRange(days[0] ?? 0, days.at(-1) ?? -1);
  };

  return {
    range: () => known,
    ensure: async () => {
      await create(database, keeping);
      await read();
    },
    prune: async () => {
      await drop(database, keeping);
      await database.query(FORGET_SETTLED, [keeping.retentionMs / 1_000]);
      await read();
    },
  };
};
