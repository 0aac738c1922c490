/**
 * `npm run nemesis -- --seed N[,N…] [--seeds K] [--minutes M] [--faults a,b] [--mutant NAME]
 * [--report FILE]`: breaks a system of real processes by faults drawn from the seed, mends it, and
 * checks what must always hold; with a mutant it is expected to fail. The campaign itself is
 * apps/e2e/src/nemesis.
 */
import { existsSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deployables } from './build/apps.mjs';
import { bundle } from './build/bundle.mjs';
import { OUTCRY_DIR, PINNED_NODE, ROOT } from './bootstrap/checkout.mjs';
import { ExplainedError, runMain } from './bootstrap/explained-error.mjs';
import { allMutants } from './mutants/table.mjs';
import { buildApps, removeData } from './stack/stack.mjs';
import { createProgress } from './stack/progress.mjs';
import { prepareKafka } from './stack/servers/kafka.mjs';
import { preparePostgres } from './stack/servers/postgres.mjs';
import { prepareRedis } from './stack/servers/redis.mjs';
import { endOrphans, openState, runningStack } from './stack/state.mjs';
import { launchDetached } from './stack/supervisor.mjs';
import { loadTypescript } from './typescript.mjs';

const RUNS_DIR = join(OUTCRY_DIR, 'nemesis');
/** The pools of eight processes and the checker's own. */
const MAX_CONNECTIONS = 200;

/** @param {string} directory @param {(folder: string) => void} unmountBelow */
const remove = (directory, unmountBelow) => {
  unmountBelow(directory);
  removeData(directory);
  rmSync(directory, { recursive: true, force: true });
};

/**
 * Ends and removes what campaigns that were killed have left, mounted disks included.
 * @param {(folder: string) => void} unmountBelow
 */
const sweepKilledRuns = async (unmountBelow) => {
  for (const name of existsSync(RUNS_DIR) ? readdirSync(RUNS_DIR) : []) {
    const directory = join(RUNS_DIR, name);
    if (runningStack(directory) !== undefined) continue;
    await endOrphans(directory);
    remove(directory, unmountBelow);
  }
};

/** @param {string} directory */
const serversIn = (directory) => {
  /** @param {string} name */
  const logFile = (name) => join(directory, 'logs', `${name}.log`);
  /**
   * @param {import('./stack/ports.mjs').ServerPorts} ports
   * @param {Record<string, string>} settings
   */
  return async (ports, settings) => ({
    postgres: await preparePostgres({
      directory,
      port: ports.postgres,
      logFile: logFile('postgres'),
      maxConnections: MAX_CONNECTIONS,
    }),
    kafka: await prepareKafka({
      directory,
      port: ports.kafka,
      controllerPort: ports.kafkaController,
      logFile: logFile('kafka'),
      settings,
    }),
    redis: await prepareRedis({ directory, port: ports.redis, logFile: logFile('redis') }),
  });
};

/**
 * Every service with one sabotage of tools/mutants in it, beside the sound bundles.
 * @param {readonly import('./build/apps.mjs').App[]} apps
 * @param {string} name
 * @returns {Promise<import('./build/apps.mjs').App[]>}
 */
const sabotaged = async (apps, name) => {
  const mutant = allMutants.find((one) => one.name === name);
  if (mutant === undefined)
    throw new ExplainedError(`No mutant is called ${name}; npm run mutants -- --list names them.`);
  return Promise.all(
    apps.map(async (app) => {
      const outfile = `dist/mutants/${name.replaceAll('/', '-')}-${app.name}/main.cjs`;
      await bundle(`${app.root}/src/main.ts`, outfile, mutant);
      return { ...app, bundle: outfile };
    }),
  );
};

/** @returns {AbortSignal} Aborted when the person or the system asks to stop. */
const stopOnSignals = () => {
  const controller = new AbortController();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => controller.abort());
  return controller.signal;
};

await runMain(async () => {
  const { readArguments, runCampaign, unmountBelow } = await loadTypescript(
    'apps/e2e/src/nemesis/index.ts',
  );
  const given = (() => {
    try {
      return readArguments(process.argv.slice(2));
    } catch (error) {
      throw new ExplainedError(error instanceof Error ? error.message : String(error));
    }
  })();
  await sweepKilledRuns(unmountBelow);
  const progress = createProgress(process.stdout);
  const sound = deployables();
  await buildApps(sound, progress);
  const apps = given.mutant === undefined ? sound : await sabotaged(sound, given.mutant);
  const directory = join(RUNS_DIR, `run-${process.pid}`);
  const state = openState(directory);
  state.update({ phase: 'serving' });
  const { passed, violated } = await runCampaign(
    {
      directory,
      root: ROOT,
      node: realpathSync(PINNED_NODE),
      apps: apps.map(({ name, bundle, migrations, ownsDatabase }) => ({
        name,
        bundle: join(ROOT, bundle),
        migrations: ownsDatabase ? migrations : undefined,
      })),
      prepareServers: serversIn(directory),
      /** @param {import('./stack/supervisor.mjs').ProcessSpec} spec */
      launch: (spec) => {
        const child = launchDetached(spec);
        if (child.pid !== undefined) state.recordProcess(spec.name, child.pid, spec);
        return child;
      },
      /** @param {string} line */
      say: (line) => progress.line(line),
      stopped: stopOnSignals(),
    },
    given,
  );
  // A failed run keeps its logs; the next one removes them.
  if (passed) remove(directory, unmountBelow);
  else progress.line(`The logs of this run are in ${join(directory, 'logs')}.`);
  if (given.mutant === undefined) return passed ? 0 : 1;
  progress.line(`${given.mutant} ${violated ? 'was caught' : 'survived'}`);
  return violated ? 0 : 1;
});

// Connections that a fault has left hanging would keep this process from ending.
process.exit();
