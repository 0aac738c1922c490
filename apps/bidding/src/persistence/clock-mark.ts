import type { Database, Sql } from '@outcry/messaging';

const MARK = `
INSERT INTO clock.database_mark (kind) VALUES ($1) ON CONFLICT DO NOTHING`;

const FAULT = `
SELECT 1 WHERE EXISTS (SELECT FROM clock.set_clock)
   AND NOT EXISTS (SELECT FROM clock.database_mark)`;

/** Allows set clocks in this database, for good: only for one that demos or tests. */
export const markDatabase = async (database: Database, kind: 'demo' | 'test'): Promise<void> => {
  await database.query(MARK, [kind]);
};

/** Readiness: a set clock is refused in a database that is not marked. */
export const clockCheck = async (sql: Sql): Promise<string> => {
  const { rowCount } = await sql.query(FAULT);
  return rowCount === 0 ? 'ok' : 'a set clock in a database that is neither demo nor test';
};
