import { isOperationalError } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';

const APPLIED = `
  SELECT migration_name AS name FROM _prisma_migrations
   WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;

/**
 * The migrations among `expected` that the database does not have yet. A newer database is fine:
 * during a rolling upgrade the old version runs on the new schema.
 */
export const missingMigrations = async (
  sql: Sql,
  expected: readonly string[],
): Promise<string[]> => {
  try {
    const { rows } = await sql.query<{ name: string }>(APPLIED);
    const applied = new Set(rows.map(({ name }) => name));
    return expected.filter((name) => !applied.has(name));
  } catch (error) {
    if (isOperationalError(error) && error.code === 'table_missing') return [...expected];
    throw error;
  }
};
