import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bootstrap/checkout.mjs';
import { createCrew } from '../stack/crew.mjs';
import { requireDiskSpace } from '../stack/host/disk.mjs';
import { freePort } from '../stack/ports.mjs';
import { startServers } from '../stack/servers/servers.mjs';
import { removeData } from '../stack/stack.mjs';
import { endOrphans, openState, runningStack } from '../stack/state.mjs';

/**
 * Kafka, PostgreSQL and Redis of one test run, on free ports and in a folder of its own, so that
 * it runs beside a started stack and beside another test run.
 */

const RUNS_DIR = join(ROOT, '.outcry/tests');
/** Test files make many small pools. */
const MAX_CONNECTIONS = 400;

/** Removes what test runs that were killed have left. */
export const sweepKilledRuns = async () => {
  if (!existsSync(RUNS_DIR)) return;
  for (const name of readdirSync(RUNS_DIR)) {
    const directory = join(RUNS_DIR, name);
    if (runningStack(directory) !== undefined) continue;
    await endOrphans(directory);
    remove(directory);
  }
};

/** @param {string} directory */
const remove = (directory) => {
  removeData(directory);
  rmSync(directory, { recursive: true, force: true });
};

/**
 * @param {import('../stack/progress.mjs').Progress} progress
 * @param {string} run
 * @param {Pick<import('../stack/servers/servers.mjs').Options, 'postgresSettings' | 'kafkaJvm'>} [size]
 *   PostgreSQL's settings beyond the usual ones, as `name=value`, and the broker's JVM's
 */
export const createTestStack = (progress, run, size = {}) => {
  const directory = join(RUNS_DIR, run);
  const state = openState(directory);
  state.update({ phase: 'starting' });
  const crew = createCrew(state, (line) => progress.line(`! ${line}`));
  return {
    directory,
    /** Rejects if a server cannot be kept alive. */
    failed: crew.failed,
    /** @returns {Promise<NodeJS.ProcessEnv>} What tells the tests where the servers are. */
    async start() {
      requireDiskSpace(directory);
      const ports = {
        postgres: await freePort(),
        kafka: await freePort(),
        kafkaController: await freePort(),
        redis: await freePort(),
      };
      const { postgresUrl, brokers, redisUrl } = await startServers({
        directory,
        ports,
        maxConnections: MAX_CONNECTIONS,
        ...size,
        env: process.env,
        progress,
        run: crew.run,
      });
      return {
        OUTCRY_POSTGRES_URL: postgresUrl,
        OUTCRY_KAFKA_BROKERS: brokers,
        OUTCRY_REDIS_URL: redisUrl,
      };
    },
    async stop() {
      await crew.stop();
      remove(directory);
    },
  };
};
