import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { PINNED_NODE, ROOT } from '../bootstrap/checkout.mjs';

/**
 * @typedef {{ passed: number, failed: number }} Count
 * @typedef {{
 *   numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   numRuntimeErrorTestSuites: number,
 * }} JestReport
 */

const LONGEST_RUN_MS = 30 * 60_000;

/**
 * A suite that cannot be loaded, and a test that is skipped, count as failed.
 * @param {JestReport} report
 * @returns {Count}
 */
export const countTests = (report) => ({
  passed: report.numPassedTests,
  failed:
    report.numFailedTests +
    report.numPendingTests +
    report.numTodoTests +
    report.numRuntimeErrorTestSuites,
});

/**
 * Runs one Jest in a process group of its own.
 * @param {{
 *   config: string, workers: number, env: NodeJS.ProcessEnv, reportFile: string,
 *   args: readonly string[],
 * }} options
 */
export const startJest = ({ config, workers, env, reportFile, args }) => {
  const child = spawn(
    realpathSync(PINNED_NODE),
    [
      join(ROOT, 'node_modules/jest/bin/jest.js'),
      ...['--config', join(ROOT, config)],
      ...(workers === 1 ? ['--runInBand'] : ['--maxWorkers', String(workers)]),
      ...['--json', '--outputFile', reportFile],
      ...args,
    ],
    // The report on standard output is for machines; people read standard error.
    { cwd: ROOT, env, detached: true, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The group has ended.
    }
  };
  const limit = setTimeout(kill, LONGEST_RUN_MS);
  /** @type {Promise<Count>} */
  const finished = new Promise((resolve) => {
    child.once('error', () => resolve({ passed: 0, failed: 1 }));
    child.once('exit', (code) => {
      clearTimeout(limit);
      resolve(readCount(reportFile, code));
    });
  });
  return { finished, kill };
};

/** @param {string} file @param {number | null} code @returns {Count} */
const readCount = (file, code) => {
  if (!existsSync(file)) return { passed: 0, failed: 1 };
  const count = countTests(JSON.parse(readFileSync(file, 'utf8')));
  // Jest may fail for a reason that no test has, such as a global setup.
  return code === 0 || count.failed > 0 ? count : { ...count, failed: 1 };
};
