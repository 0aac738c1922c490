import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { brokers } from './system';

const ROOT = join(__dirname, '../../..');
const DIRECTORY = process.env['OUTCRY_E2E_DIRECTORY'] ?? '';
const PORT = 5532 + Number(process.env['OUTCRY_E2E_OFFSET']);

const urlOf = (service: string): string =>
  `postgresql://outcry@127.0.0.1:${PORT}/outcry_${service}`;

/** `npm run <script> -- <args>` as an operator of the tests' system types it. */
export const npmRun = async (
  script: string,
  ...args: string[]
): Promise<{ readonly code: number; readonly output: string }> => {
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    cwd: ROOT,
    env: {
      ...process.env,
      OUTCRY_DIR: DIRECTORY,
      OUTCRY_KAFKA_BROKERS: brokers.join(','),
      OUTCRY_BIDDING_DATABASE_URL: urlOf('bidding'),
      OUTCRY_LEDGER_DATABASE_URL: urlOf('ledger'),
    },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number];
  return { code, output };
};

/** Looks into, or damages, the database of a service. */
export const query = async <Row extends object>(
  service: 'bidding' | 'ledger',
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> => {
  const url = new URL(urlOf(service));
  url.password = readFileSync(join(DIRECTORY, 'postgres.password'), 'utf8');
  const client = new Client({ connectionString: url.toString() });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
};
