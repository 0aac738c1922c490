import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createDatabase, type ServiceDatabase } from '@outcry/service';

const ROOT = resolve(__dirname, '../../../..');
const OFFSET = Number(process.env['OUTCRY_E2E_OFFSET']);
const DIRECTORY = process.env['OUTCRY_E2E_DIRECTORY'] ?? '';

export type Owner = 'bidding' | 'ledger' | 'notification';

const urlOf = (service: Owner): string => {
  const password = readFileSync(join(DIRECTORY, 'postgres.password'), 'utf8');
  return `postgresql://outcry:${password}@127.0.0.1:${5532 + OFFSET}/outcry_${service}`;
};

/** A service's database, as the person who runs the system sees it. */
export const databaseOf = (service: Owner): ServiceDatabase =>
  createDatabase({
    connectionString: urlOf(service),
    applicationName: 'operator',
    maxConnections: 2,
    idleInTransactionTimeoutMs: 600_000,
  });

/** What an operator types, and what comes of it. */
const run = async (...args: string[]): Promise<{ code: number; output: string }> => {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: {
      ...process.env,
      OUTCRY_DIR: DIRECTORY,
      OUTCRY_LEDGER_DATABASE_URL: urlOf('ledger'),
      OUTCRY_NOTIFICATION_DATABASE_URL: urlOf('notification'),
    },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
};

const CLI = 'libs/messaging/src';

const succeed = async (program: string, args: readonly string[]): Promise<void> => {
  const { code, output } = await run('tools/run-ts.mjs', program, ...args);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${output}`);
};

export const doctor = () => run('tools/commands/doctor.mjs');
export const held = (...args: string[]) => succeed(`${CLI}/redrive/cli/held.cli.ts`, args);
export const outbox = (...args: string[]) => succeed(`${CLI}/outbox/cli/outbox.cli.ts`, args);
