import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';
import { ROOT } from '../bootstrap/checkout.mjs';
import { runCommand } from '../stack/host/command.mjs';
import { seconds } from '../stack/progress.mjs';

/**
 * @typedef {{ name: string, command: readonly [string, ...string[]] }} CheckStep
 * @typedef {{ name: string, passed: boolean, output: string }} CheckResult
 */

const AT_ONCE = Math.max(2, Math.min(4, availableParallelism()));
const LONGEST_OUTPUT = 20_000;

/**
 * Runs the steps a few at a time, and shows a line for each and the output of those that fail.
 * @param {readonly CheckStep[]} steps
 * @param {{ write: (text: string) => unknown }} out
 * @returns {Promise<CheckResult[]>}
 */
export const runSteps = async (steps, out) => {
  const waiting = [...steps];
  /** @type {CheckResult[]} */
  const results = [];
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      results.push(await runStep(step, out));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  for (const { name, passed, output } of results) {
    if (!passed) out.write(`\n--- ${name} ---\n${output.trim().slice(-LONGEST_OUTPUT)}\n`);
  }
  return results;
};

/** @param {CheckStep} step @param {{ write: (text: string) => unknown }} out */
const runStep = async ({ name, command: [program, ...args] }, out) => {
  const startedAt = Date.now();
  const { code, output } = await runCommand(program, args, { cwd: ROOT, env: environment() });
  const passed = code === 0;
  const took = seconds(Date.now() - startedAt);
  out.write(`${passed ? '✓' : '✗'} ${`check: ${name}`.padEnd(62)} ${took}\n`);
  return { name, passed, output };
};

/** Programs come from node_modules, under the pinned Node, whoever starts us. */
const environment = () => ({
  ...process.env,
  PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`,
  NX_DAEMON: 'false',
  FORCE_COLOR: '0',
});
