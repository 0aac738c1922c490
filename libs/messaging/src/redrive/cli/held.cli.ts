import { userInfo } from 'node:os';
import { isOperationalError } from '@outcry/kernel';
import { Client } from 'pg';
import type { Database, Sql } from '../../sql';
import { HELD_USAGE, parseHeldCommand } from './held-arguments';
import { runHeldCommand } from './held-command';

const LOCAL = 'postgresql://outcry@127.0.0.1:5532/outcry_';

const databaseUrl = (service: string): string => {
  const name = `OUTCRY_${service.toUpperCase().replaceAll('-', '_')}_DATABASE_URL`;
  return process.env[name] ?? `${LOCAL}${service.replaceAll('-', '_')}`;
};

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

const main = async (): Promise<void> => {
  const command = parseHeldCommand(process.argv.slice(2), userInfo().username);
  const client = new Client({ connectionString: databaseUrl(command.service) });
  await client.connect().catch((error: Error) => {
    const place = `${client.host}:${client.port}/${client.database ?? ''}`;
    throw new Error(`The database of ${command.service} (${place}) refuses: ${error.message}`);
  });
  try {
    console.log(await runHeldCommand(command, databaseOver(client)));
  } finally {
    await client.end();
  }
};

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const isUsage = isOperationalError(error) && error.code === 'usage';
  console.error(isUsage ? `${message}\n\n${HELD_USAGE}` : message);
  process.exitCode = 1;
});
