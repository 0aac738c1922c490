import { createHash } from 'node:crypto';
import { applyMigrations, readMigrations, type Migration } from '@outcry/service';
import { Client } from 'pg';
import { testServers } from '../servers';

/** Held while a template is made, by every test process of the cluster. */
const TEMPLATE_LOCK = 7_405_124_892;

const fingerprint = (migrations: readonly Migration[]): string =>
  createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 16);

const exists = async (client: Client, name: string): Promise<boolean> =>
  (await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])).rowCount === 1;

/** A half-made template never bears the final name: it is built aside and renamed. */
const build = async (
  client: Client,
  name: string,
  migrations: readonly Migration[],
): Promise<void> => {
  const building = `${name}_building`;
  await client.query(`DROP DATABASE IF EXISTS "${building}" WITH (FORCE)`);
  await client.query(`CREATE DATABASE "${building}"`);
  const url = new URL(testServers().postgresUrl);
  url.pathname = `/${building}`;
  await applyMigrations(url.toString(), migrations);
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
    building,
  ]);
  await client.query(`ALTER DATABASE "${building}" RENAME TO "${name}"`);
};

/** The name of a database with exactly these migrations, made now if there is none yet. */
export const ensureTemplate = async (migrationsDir: string): Promise<string> => {
  const migrations = readMigrations(migrationsDir);
  if (migrations.length === 0) throw new Error(`there are no migrations in ${migrationsDir}`);
  const name = `outcry_test_template_${fingerprint(migrations)}`;
  const client = new Client({ connectionString: testServers().postgresUrl });
  await client.connect();
  try {
    if (await exists(client, name)) return name;
    await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    if (!(await exists(client, name))) await build(client, name, migrations);
    return name;
  } finally {
    await client.end();
  }
};
