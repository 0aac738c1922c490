import { userInfo } from 'node:os';
import { isOperationalError } from '@outcry/kernel';
import { Client } from 'pg';
import type { Database, Sql } from '../../sql';
import { drop } from '../drop';
import { listHeld, showHeld } from '../held-listing';
import { redrive, release } from '../redrive';
import { HELD_USAGE, parseHeldCommand, type HeldCommand } from './held-arguments';
import { detailOf, tableOf } from './held-table';

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

const given = <K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [name]: value } as Record<K, V>);

/** What the command did, as text. */
export const runHeldCommand = async (command: HeldCommand, database: Database): Promise<string> => {
  const { verb, filter, dryRun, actor, reason } = command;
  const target = { consumer: filter.consumer ?? '', eventId: filter.eventId ?? '' };
  const prefix = dryRun ? 'would be ' : '';
  const limit = given('limit', command.limit);
  switch (verb) {
    case 'ls':
      return tableOf(await listHeld(database, filter, command.limit));
    case 'show': {
      const found = await showHeld(database, target.consumer, target.eventId);
      return found === null ? 'not held' : detailOf(found);
    }
    case 'release': {
      const { acceptGap } = command;
      return `${tableOf(await release(database, target, { actor, reason, acceptGap }))}, released`;
    }
    case 'redrive': {
      const pace = {
        ...given('ratePerSecond', command.ratePerSecond),
        ...given('cap', command.cap),
      };
      const options = { actor, reason, dryRun, ...pace, ...limit };
      const { redriven, capped } = await redrive(database, filter, options);
      const left = capped.length === 0 ? '' : `; ${capped.length} left alone: at their cap`;
      return `${tableOf(redriven)}, ${prefix}redriven${left}`;
    }
    case 'drop': {
      const dropped = await drop(database, filter, { actor, reason, dryRun, ...limit });
      return `${tableOf(dropped)}, ${prefix}dropped`;
    }
  }
};

const main = async (): Promise<void> => {
  const command = parseHeldCommand(process.argv.slice(2), userInfo().username);
  const client = new Client({ connectionString: databaseUrl(command.service) });
  await client.connect();
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
