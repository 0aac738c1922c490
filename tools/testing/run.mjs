/**
 * `npm test`, once the dependencies are there. Ends with one line, `N passed, N failed`, and leaves
 * no process behind. Arguments go to Jest.
 */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { explain } from '../bootstrap/explained-error.mjs';
import { deployables } from '../build/apps.mjs';
import { prepareChecks } from '../checks/prepare.mjs';
import { runSteps } from '../checks/run-steps.mjs';
import { CHECK_STEPS } from '../checks/steps.mjs';
import { createProgress, seconds } from '../stack/progress.mjs';
import { buildApps } from '../stack/stack.mjs';
import { startJest } from './jest.mjs';
import { RUN_MARKER, leftoversOf } from './leftovers.mjs';
import { createTestStack, sweepKilledRuns } from './test-stack.mjs';

/** @typedef {import('./jest.mjs').Count} Count */

const SETTLE_MS = 1_000;
const run = String(process.pid);
const progress = createProgress(process.stdout);

/** @type {Promise<never>} Rejects when somebody asks us to stop. */
const interrupted = new Promise((_, reject) => {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => reject(new Error(`interrupted by ${signal}`)));
  }
});
interrupted.catch(() => undefined); // Raced below.

/** @returns {Promise<Count>} */
const runChecks = async () => {
  await prepareChecks();
  const results = await runSteps(CHECK_STEPS, process.stdout);
  const passed = results.filter((result) => result.passed).length;
  return { passed, failed: results.length - passed };
};

/** Parts first, together; then journeys over a whole system of their own, one at a time. */
const SUITES = [
  {
    name: 'Tests',
    config: 'tools/testing/jest-projects.cjs',
    workers: Math.max(2, availableParallelism()),
  },
  { name: 'Journeys', config: 'apps/e2e/jest.config.cjs', workers: 1 },
];

/**
 * @param {typeof SUITES[number]} suite
 * @param {NodeJS.ProcessEnv} servers
 * @param {string} directory
 * @returns {Promise<Count>}
 */
const runTests = async ({ name, config, workers }, servers, directory) => {
  const jest = startJest({
    config,
    workers,
    env: { ...process.env, ...servers, [RUN_MARKER]: run, NX_DAEMON: 'false' },
    reportFile: join(directory, `jest-${name.toLowerCase()}.json`),
    args: ['--passWithNoTests', ...process.argv.slice(2)],
  });
  try {
    const count = await Promise.race([jest.finished, interrupted]);
    progress.line(`${name} ended after ${seconds(progress.elapsedMs())}`);
    const isChosen = process.argv.length > 2; // Words for Jest may leave a suite empty.
    return count.passed + count.failed > 0 || isChosen ? count : { passed: 0, failed: 1 };
  } finally {
    jest.kill();
  }
};

/** Ends what the tests left running. @returns {Promise<Count>} Whether there was anything. */
const endLeftovers = async () => {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const left = leftoversOf(run);
  for (const { pid, command } of left) {
    progress.line(`✗ a test left process ${pid} behind: ${command}`);
    kill(pid);
  }
  return left.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: left.length };
};

/** @param {number} pid */
const kill = (pid) => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by now.
  }
};

/** @param {readonly Count[]} counts @returns {Count} */
const sum = (counts) => ({
  passed: counts.reduce((total, { passed }) => total + passed, 0),
  failed: counts.reduce((total, { failed }) => total + failed, 0),
});

await sweepKilledRuns();
const stack = createTestStack(progress, run);
/** @type {Count[]} */
const counts = [];
try {
  const all = async () => {
    const [servers] = await Promise.all([stack.start(), buildApps(deployables(), progress)]);
    counts.push(await runChecks());
    for (const suite of SUITES) counts.push(await runTests(suite, servers, stack.directory));
  };
  await Promise.race([all(), stack.failed, interrupted]);
} catch (error) {
  process.stdout.write(`\n${explain(error)}\n`);
  counts.push({ passed: 0, failed: 1 });
} finally {
  counts.push(await endLeftovers());
  await stack.stop();
}
const { passed, failed } = sum(counts);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
