import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { testServers } from '../servers';
import { ensureTemplate } from './template-database';

export type TestDatabase = {
  readonly name: string;
  readonly connectionString: string;
  /** Ends what is still connected and removes the database. */
  readonly drop: () => Promise<void>;
};

/** The same cluster, another database. */
export const databaseUrl = (serverUrl: string, name: string): string => {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
};

const onServer = async (statement: string): Promise<void> => {
  const client = new Client({ connectionString: testServers().postgresUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

/** The template may be in use for a moment, by the process that has just made it. */
const clone = async (name: string, template: string, how: string): Promise<void> => {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await onServer(`CREATE DATABASE "${name}" TEMPLATE "${template}" ${how}`);
    } catch (error) {
      if ((error as { code?: string }).code !== '55006' || attempts === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
};

/**
 * A database of the caller's own, migrated, in some tens of milliseconds: the migrations run once
 * into a template (per hash of their text, also across processes), which is then cloned.
 *
 * @param options.migrationsDir folder of `<utc>_<name>/migration.sql` or `<name>.sql`; none means
 *   an empty database
 * @param options.like the name of a database to copy instead, one that nobody is connected to; it
 *   may be large
 * @param options.name what the database is for, in lower case: part of its name
 */
export const createTestDatabase = async (options: {
  readonly name: string;
  readonly migrationsDir?: string;
  readonly like?: string | undefined;
}): Promise<TestDatabase> => {
  const suffix = randomBytes(5).toString('hex');
  const name = `outcry_test_${options.name.replace(/[^a-z0-9_]/g, '_').slice(0, 30)}_${suffix}`;
  const { like, migrationsDir } = options;
  // Files are copied at once; the usual way writes every page to the log, which suits small ones.
  if (like !== undefined) await clone(name, like, 'STRATEGY FILE_COPY');
  else await clone(name, migrationsDir ? await ensureTemplate(migrationsDir) : 'template1', '');
  return {
    name,
    connectionString: databaseUrl(testServers().postgresUrl, name),
    drop: () => onServer(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  };
};
