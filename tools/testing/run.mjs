/**
 * `npm test`, once the dependencies are there. Ends with one line, `N passed, N failed`, and leaves
 * no process behind. Arguments go to Jest, and leave out what is not Jest's.
 */
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { ROOT } from '../bootstrap/checkout.mjs';
import { explain } from '../bootstrap/explained-error.mjs';
import { deployables } from '../build/apps.mjs';
import { createProgress, seconds } from '../stack/progress.mjs';
import { buildApps } from '../stack/stack.mjs';
import { sum } from './count.mjs';
import { RUN_MARKER, leftoversOf } from './leftovers.mjs';
import { prefixed } from './prefixed.mjs';
import { startStep } from './run-step.mjs';
import { lanes } from './steps.mjs';
import { createTestStack, sweepKilledRuns } from './test-stack.mjs';

/** @typedef {import('./count.mjs').Count} Count @typedef {import('./steps.mjs').Step} Step */

const SETTLE_MS = 1_000;
const run = String(process.pid);
const args = process.argv.slice(2);
const progress = createProgress(process.stdout);

const LANES = lanes(availableParallelism())
  .map((lane) => lane.filter((step) => args.length === 0 || step.jest !== undefined))
  .filter((lane) => lane.length > 0);
const WIDTH = Math.max(...LANES.flat().map(({ name }) => name.length));

/** @type {Promise<never>} Rejects when somebody asks us to stop. */
const interrupted = new Promise((_, reject) => {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => reject(new Error(`interrupted by ${signal}`)));
  }
});
interrupted.catch(() => undefined); // Raced below.

/**
 * @param {Step} step
 * @param {NodeJS.ProcessEnv} servers
 * @returns {Promise<Count>}
 */
const runStep = async (step, servers) => {
  const since = progress.elapsedMs();
  const lines = prefixed(step.name, WIDTH, (line) => progress.line(line));
  const { finished, kill } = startStep(step, {
    env: { ...process.env, ...servers, [RUN_MARKER]: run, NX_DAEMON: 'false', FORCE_COLOR: '0' },
    directory: stack.directory,
    args,
    output: lines.take,
  });
  try {
    const count = await Promise.race([finished, interrupted]);
    lines.flush();
    const { passed, failed, names = [] } = count;
    failures.push(...names.map((name) => `${step.name}: ${relative(ROOT, name)}`));
    const took = seconds(progress.elapsedMs() - since);
    progress.line(
      `${failed === 0 ? '✓' : '✗'} ${step.name}: ${passed} passed, ${failed} failed, ${took}`,
    );
    const isChosen = args.length > 0; // Words for Jest may leave a suite empty.
    return passed + failed > 0 || isChosen ? count : { passed: 0, failed: 1 };
  } finally {
    kill();
  }
};

/** @param {readonly Step[]} lane @param {NodeJS.ProcessEnv} servers @returns {Promise<Count>} */
const runLane = async (lane, servers) => {
  /** @type {Count[]} */
  const counts = [];
  for (const step of lane) counts.push(await runStep(step, servers));
  return sum(counts);
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

await sweepKilledRuns();
const stack = createTestStack(progress, run);
/** @type {string[]} Told again at the end, where they are seen. */
const failures = [];
/** @type {Count[]} */
const counts = [];
try {
  const all = async () => {
    const [servers] = await Promise.all([stack.start(), buildApps(deployables(), progress)]);
    counts.push(...(await Promise.all(LANES.map((lane) => runLane(lane, servers)))));
  };
  await Promise.race([all(), stack.failed, interrupted]);
} catch (error) {
  process.stdout.write(`\n${explain(error)}\n`);
  counts.push({ passed: 0, failed: 1 });
} finally {
  counts.push(await endLeftovers());
  await stack.stop();
}
for (const failure of failures) process.stdout.write(`✗ ${failure}\n`);
const { passed, failed } = sum(counts);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
