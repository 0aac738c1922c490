import { OperationalError } from '@outcry/kernel';
import { Client } from 'pg';
import { readMigrations, type Migration } from './migration-files';
import { applyWithEngine } from './schema-engine';
import { translateSqlError } from './sql-state';

/** Held by the one process that migrates a database; arbitrary, but fixed for ever. */
const MIGRATION_LOCK = 7_405_124_891;

const GIVE_UP_INTERRUPTED = `
  UPDATE _prisma_migrations SET rolled_back_at = now()
   WHERE finished_at IS NULL AND rolled_back_at IS NULL`;

const hasHistory = async (client: Client): Promise<boolean> => {
  const { rows } = await client.query<{ present: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`,
  );
  return rows[0]?.present ?? false;
};

/**
 * Brings a database to the newest of `migrations` and returns the names applied now; none when
 * another replica was faster. Each migration is one script and thereby one transaction, so one that
 * was interrupted left nothing behind and is simply run again.
 *
 * @throws OperationalError `migration_failed` with the engine's words
 */
export const applyMigrations = async (
  connectionString: string,
  migrations: readonly Migration[],
): Promise<string[]> => {
  const client = new Client({ connectionString, application_name: 'outcry-migrate' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    if (await hasHistory(client)) await client.query(GIVE_UP_INTERRUPTED);
    return await applyWithEngine(connectionString, migrations);
  } catch (error) {
    throw translateSqlError(error);
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** {@link applyMigrations} from a folder of `<utc>_<name>/migration.sql`. */
export const runMigrations = async (
  connectionString: string,
  migrationsDir: string,
): Promise<string[]> => {
  const migrations = readMigrations(migrationsDir);
  if (migrations.length === 0) {
    throw new OperationalError('migrations_missing', `no migrations in ${migrationsDir}`, {
      retryable: false,
    });
  }
  return applyMigrations(connectionString, migrations);
};
