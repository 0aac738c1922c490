import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { readMigrations } from './migration-files';
import { applyMigrations } from './migrations';
import { sqlOfPrismaSchema } from './schema-engine';

/** Tables of the chassis: reached by its own SQL, so no service's Prisma schema names them. */
export const CHASSIS_TABLES = [
  'idempotency_key',
  'inbox',
  'consumer_position',
  'held_message',
  'held_key',
  'held_audit',
  'outbox_audit',
  'outbox',
  'outbox_lease',
  'outbox_parked',
  'outbox_parked_key',
  'outbox_relay',
  'outbox_settings',
] as const;

export type DriftOptions = {
  /** A superuser's URL of a cluster where two databases may be made and dropped. */
  readonly serverUrl: string;
  readonly migrationsDir: string;
  /** The text of schema.prisma. */
  readonly schemaText: string;
  /** Tables that Prisma cannot express, by name; an entry that is not needed is drift too. */
  readonly notInSchema: readonly string[];
};

/** Every column, primary key and unique index as a line, by table. */
const CATALOG = `
  SELECT c.relname AS "table",
         'column ' || a.attname || ' '
           || replace(format_type(a.atttypid, a.atttypmod), '(6)', '')
           || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END AS line
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
     AND NOT c.relispartition AND c.relname <> '_prisma_migrations'
  UNION ALL
  SELECT t.relname,
         CASE WHEN i.indisprimary THEN 'primary key (' ELSE 'unique (' END
           || (SELECT string_agg(pg_get_indexdef(i.indexrelid, n, true), ', ' ORDER BY n)
                 FROM generate_series(1, i.indnkeyatts) AS n)
           || ')' || coalesce(' where ' || pg_get_expr(i.indpred, i.indrelid), '')
    FROM pg_index i
    JOIN pg_class t ON t.oid = i.indrelid
   WHERE t.relnamespace = 'public'::regnamespace AND i.indisunique
     AND NOT t.relispartition AND t.relname <> '_prisma_migrations'`;

type Catalog = ReadonlyMap<string, ReadonlySet<string>>;

const urlOf = (serverUrl: string, database: string): string => {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
};

const connected = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const catalogOf = (url: string): Promise<Catalog> =>
  connected(url, async (client) => {
    const { rows } = await client.query<{ table: string; line: string }>(CATALOG);
    const tables = Map.groupBy(rows, ({ table }) => table);
    return new Map([...tables].map(([name, of]) => [name, new Set(of.map(({ line }) => line))]));
  });

const missingFrom = (has: ReadonlySet<string>, lines: ReadonlySet<string>): string[] =>
  [...lines].filter((line) => !has.has(line));

/** A partial unique index is beyond Prisma: it may be missing from the schema. */
const isExpressible = (line: string): boolean => !line.includes(' where ');

const differences = (migrated: Catalog, declared: Catalog, excepted: ReadonlySet<string>) => {
  const drift: string[] = [];
  for (const [table, lines] of migrated) {
    const wanted = declared.get(table);
    if (excepted.has(table)) continue;
    if (wanted === undefined) {
      drift.push(`${table}: in the migrations, not in schema.prisma`);
      continue;
    }
    for (const line of missingFrom(wanted, lines)) {
      if (isExpressible(line)) drift.push(`${table}: only the migrations have ${line}`);
    }
    for (const line of missingFrom(lines, wanted)) {
      drift.push(`${table}: only schema.prisma has ${line}`);
    }
  }
  for (const table of declared.keys()) {
    if (!migrated.has(table)) drift.push(`${table}: in schema.prisma, not in the migrations`);
  }
  for (const table of excepted) {
    if (declared.has(table)) drift.push(`${table}: excepted, yet in schema.prisma`);
    if (!migrated.has(table)) drift.push(`${table}: excepted, yet in no migration`);
  }
  return drift.sort();
};

/** The catalog of a database that is made for the purpose and dropped again. */
const catalogAfter = async (
  serverUrl: string,
  build: (url: string) => Promise<unknown>,
): Promise<Catalog> => {
  const name = `outcry_test_drift_${randomBytes(5).toString('hex')}`;
  return connected(serverUrl, async (server) => {
    try {
      await server.query(`CREATE DATABASE "${name}"`);
      await build(urlOf(serverUrl, name));
      return await catalogOf(urlOf(serverUrl, name));
    } finally {
      await server.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    }
  });
};

/**
 * Proves that a service's schema.prisma says what its migrations make: one database is built from
 * each, and columns, types, nullability, primary keys and unique indexes are compared. Defaults,
 * checks, foreign keys and other indexes belong to the migrations alone.
 *
 * @returns the differences as sentences; none when the two agree
 */
export const driftOf = async (options: DriftOptions): Promise<string[]> => {
  const { serverUrl, migrationsDir, schemaText, notInSchema } = options;
  const [migrated, declared] = await Promise.all([
    catalogAfter(serverUrl, (url) => applyMigrations(url, readMigrations(migrationsDir))),
    catalogAfter(serverUrl, async (url) => {
      const sql = await sqlOfPrismaSchema(url, schemaText);
      await connected(url, (client) => client.query(sql));
    }),
  ]);
  return differences(migrated, declared, new Set(notInSchema));
};
