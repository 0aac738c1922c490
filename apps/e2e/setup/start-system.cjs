/**
 * Starts a whole system (`npm start`, without its demo) on ports and in a folder of its own, with
 * servers of its own: the tests kill and stop them.
 */
const { spawn } = require('node:child_process');
const { existsSync, mkdirSync, openSync, readFileSync } = require('node:fs');
const { createServer } = require('node:net');
const { join, resolve } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const ROOT = resolve(__dirname, '../../..');
const DIRECTORY = join(ROOT, '.outcry/e2e');
const PATIENCE_MS = 300_000;
/** Below the ports that the kernel deals to outgoing connections (from 32768 on Linux). */
const FIRST_OFFSET = 10_000;
const OFFSETS = 85;
const OFFSET_STEP = 150;
/** Servers, services, issuer and the replicas that tests add, as tools/stack/ports.mjs has them. */
const PORTS = [5532, 6479, 8080, 8081, 8082, 8083, 8089, 8141, 8142, 8143, 9192, 9193];

const isFree = (port) =>
  new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });

/** The first offset, from one that depends on this process, under which every port is free. */
const freeOffset = async () => {
  for (let tries = 0; tries < OFFSETS; tries += 1) {
    const offset = FIRST_OFFSET + ((process.pid + tries) % OFFSETS) * OFFSET_STEP;
    const free = await Promise.all(PORTS.map((port) => isFree(port + offset)));
    if (free.every(Boolean)) return offset;
  }
  throw new Error('No room for a system of the tests among the ports from 15000 to 32000.');
};

/** The tests' own servers, whatever the environment names for others. */
const environment = (offset) => {
  const { OUTCRY_POSTGRES_URL, OUTCRY_KAFKA_BROKERS, OUTCRY_REDIS_URL, ...rest } = process.env;
  return { ...rest, OUTCRY_DIR: DIRECTORY, OUTCRY_PORT_OFFSET: String(offset) };
};

const stateOf = () => {
  try {
    return JSON.parse(readFileSync(join(DIRECTORY, 'state.json'), 'utf8'));
  } catch {
    return undefined;
  }
};

module.exports = async () => {
  const offset = await freeOffset();
  mkdirSync(DIRECTORY, { recursive: true });
  const logFile = join(DIRECTORY, 'start.log');
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, ['tools/commands/start.mjs', '--fresh', '--no-demo'], {
    cwd: ROOT,
    env: environment(offset),
    stdio: ['ignore', log, log],
  });
  globalThis.outcrySystem = child;
  process.env.OUTCRY_E2E_DIRECTORY = DIRECTORY;
  process.env.OUTCRY_E2E_OFFSET = String(offset);
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(200)) {
    if (stateOf()?.phase === 'serving') return;
    if (child.exitCode !== null) break;
  }
  child.kill('SIGTERM');
  throw new Error(
    `The system did not start:\n${existsSync(logFile) ? readFileSync(logFile, 'utf8') : ''}`,
  );
};
