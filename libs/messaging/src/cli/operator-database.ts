import { Client } from 'pg';
import type { Database, Sql } from '../sql';

/** One connection suffices: an operator's command does one thing at a time. */
const databaseOver = (client: Client): Database => {
  const query: Sql['query'] = async <Row extends object>(
    text: string,
    values?: readonly unknown[],
  ) => {
    const { rows, rowCount } = await client.query<Row>(text, values as unknown[]);
    return { rows, rowCount: rowCount ?? 0 };
  };
  return {
    query,
    transact: async (work) => {
      await client.query('BEGIN');
      try {
        const result = await work({ query });
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      }
    },
  };
};

/** Runs an operator's command against the database of a service. */
export const withOperatorDatabase = async <T>(
  connectionString: string,
  work: (database: Database) => Promise<T>,
): Promise<T> => {
  const client = new Client({ connectionString });
  await client.connect().catch((error: Error) => {
    const place = `${client.host}:${client.port}/${client.database ?? ''}`;
    throw new Error(`The database ${place} refuses: ${error.message}`);
  });
  try {
    return await work(databaseOver(client));
  } finally {
    await client.end();
  }
};
