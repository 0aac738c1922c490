/**
 * `npm run bench`: the benchmarks, on servers of their own, so that no other load is in the figures.
 * Arguments are those of apps/bench/src/cli/bench.ts. With all of OUTCRY_POSTGRES_URL,
 * OUTCRY_KAFKA_BROKERS and OUTCRY_REDIS_URL set it uses those servers instead.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../bootstrap/checkout.mjs';
import { runMain } from '../bootstrap/explained-error.mjs';
import { createProgress } from '../stack/progress.mjs';
import { createTestStack, sweepKilledRuns } from '../testing/test-stack.mjs';

const SERVERS = ['OUTCRY_POSTGRES_URL', 'OUTCRY_KAFKA_BROKERS', 'OUTCRY_REDIS_URL'];

/** @param {NodeJS.ProcessEnv} servers @returns {Promise<number>} */
const races = (servers) => {
  const entry = 'apps/bench/src/cli/bench.ts';
  const args = [join(ROOT, 'tools/run-ts.mjs'), entry, ...process.argv.slice(2)];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...servers },
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
};

/** The matching engine's races are about computing alone; that of the start has its own servers. */
const WITHOUT_SERVERS = ['exchange', 'start'];

const isPure = () => {
  const only = process.argv[process.argv.indexOf('--only') + 1];
  const names = process.argv.includes('--only') ? (only ?? '').split(',') : [''];
  return names.every((name) => WITHOUT_SERVERS.some((race) => name.startsWith(race)));
};

const needsServers = !isPure() && !SERVERS.every((name) => process.env[name]);

/**
 * Servers as one would run them for others, not as small as those of the local stack; they are those
 * of the harness that measures Debezium. It reads the log, which the races beside it then write too.
 */
const SERVERS_SIZE = {
  postgresSettings: [
    ...['shared_buffers=512MB', 'max_wal_size=8GB'],
    ...(process.argv.includes('--rivals') ? ['wal_level=logical'] : []),
  ],
  kafkaJvm: ['-Xms512m', '-Xmx512m', '-XX:+UseSerialGC'],
};

const onOwnServers = async () => {
  await sweepKilledRuns();
  const stack = createTestStack(
    createProgress(process.stderr),
    `bench-${process.pid}`,
    SERVERS_SIZE,
  );
  try {
    return await Promise.race([stack.start().then(races), stack.failed]);
  } finally {
    await stack.stop();
  }
};

await runMain(() => (needsServers ? onOwnServers() : races({})));
