/**
 * Starts a whole system (`npm start`, without its demo) on ports and in a folder of its own, with
 * servers of its own: the tests kill and stop them.
 */
const { spawn } = require('node:child_process');
const { existsSync, mkdirSync, openSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const ROOT = resolve(__dirname, '../../..');
const DIRECTORY = join(ROOT, '.outcry/e2e');
const PATIENCE_MS = 300_000;
const OFFSET = 20_000 + (process.pid % 200) * 100;

/** The tests' own servers, whatever the environment names for others. */
const environment = () => {
  const { OUTCRY_POSTGRES_URL, OUTCRY_KAFKA_BROKERS, OUTCRY_REDIS_URL, ...rest } = process.env;
  return { ...rest, OUTCRY_DIR: DIRECTORY, OUTCRY_PORT_OFFSET: String(OFFSET) };
};

const stateOf = () => {
  try {
    return JSON.parse(readFileSync(join(DIRECTORY, 'state.json'), 'utf8'));
  } catch {
    return undefined;
  }
};

module.exports = async () => {
  mkdirSync(DIRECTORY, { recursive: true });
  const logFile = join(DIRECTORY, 'start.log');
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, ['tools/commands/start.mjs', '--fresh', '--no-demo'], {
    cwd: ROOT,
    env: environment(),
    stdio: ['ignore', log, log],
  });
  globalThis.outcrySystem = child;
  process.env.OUTCRY_E2E_DIRECTORY = DIRECTORY;
  process.env.OUTCRY_E2E_OFFSET = String(OFFSET);
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(200)) {
    if (stateOf()?.phase === 'serving') return;
    if (child.exitCode !== null) break;
  }
  child.kill('SIGTERM');
  throw new Error(
    `The system did not start:\n${existsSync(logFile) ? readFileSync(logFile, 'utf8') : ''}`,
  );
};
