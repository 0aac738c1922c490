import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PINNED_NODE, ROOT } from '../bootstrap/checkout.mjs';
import { readClosingLine, readReport } from './count.mjs';

/** @typedef {import('./count.mjs').Count} Count @typedef {import('./steps.mjs').Step} Step */

const LONGEST_RUN_MS = 30 * 60_000;
/** Of what a step wrote, for its closing line. */
const TAIL = 10_000;

/**
 * Runs one step in a process group of its own.
 * @param {Step} step
 * @param {{
 *   env: NodeJS.ProcessEnv, directory: string, args: readonly string[],
 *   output: (chunk: Buffer) => void,
 * }} options `args` go to Jest; reports go to `directory`.
 */
export const startStep = (step, { env, directory, args, output }) => {
  const report = join(directory, `jest-${step.name}.json`);
  const [program, ...rest] = step.command ?? jestCommand(step, report, args);
  const child = spawn(program === 'node' ? realpathSync(PINNED_NODE) : program, rest, {
    cwd: ROOT,
    env: { ...env, PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${env['PATH'] ?? ''}` },
    detached: true,
    // Jest's standard output is its report, for machines; people read standard error.
    stdio: ['ignore', step.jest ? 'ignore' : 'pipe', 'pipe'],
  });
  let tail = '';
  const take = (/** @type {Buffer} */ chunk) => {
    tail = (tail + chunk.toString()).slice(-TAIL);
    output(chunk);
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The group has ended.
    }
  };
  const limit = setTimeout(kill, LONGEST_RUN_MS);
  /** @type {Promise<Count & { names?: string[] }>} With the names of the tests that failed. */
  const finished = new Promise((resolve) => {
    child.once('error', ({ message }) => resolve({ passed: 0, failed: 1, names: [message] }));
    child.once('close', (code) => {
      clearTimeout(limit);
      resolve(step.jest ? readReport(report, code) : readClosingLine(tail, code));
    });
  });
  return { finished, kill };
};

/** @param {Step} step @param {string} report @param {readonly string[]} args */
const jestCommand = ({ jest }, report, args) => {
  const { config, workers } = jest ?? { config: '', workers: 1 };
  return [
    'node',
    join(ROOT, 'node_modules/jest/bin/jest.js'),
    ...['--config', join(ROOT, config)],
    ...(workers === 1 ? ['--runInBand'] : ['--maxWorkers', String(workers)]),
    ...['--json', '--outputFile', report, '--passWithNoTests'],
    ...args,
  ];
};
