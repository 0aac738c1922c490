import { spawn } from 'node:child_process';
import { readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PINNED_NODE } from '../bootstrap/checkout.mjs';
import { createProgress, seconds } from '../stack/progress.mjs';
import { copyCheckout } from '../testing/checkout-copy.mjs';
import { createTestStack } from '../testing/test-stack.mjs';

/** @typedef {import('./table.mjs').Mutant} Mutant */
/** @typedef {'passed' | 'failed' | 'broken'} Verdict */

const LONGEST_MS = 180_000;
/** Waits that a mutant makes hopeless end sooner than in `npm test`; the unharmed run shows enough. */
const IMPATIENT_MS = '20000';
const TEST_TIMEOUT_MS = 30_000;

/** The group of the test that runs now. @type {number | undefined} */
let running;
const endRunning = () => {
  try {
    if (running !== undefined) process.kill(-running, 'SIGKILL');
  } catch {
    // It has ended by now.
  }
};

/** @param {readonly Mutant[]} mutants */
export const list = (mutants) => {
  for (const { name, breaks, file, test } of mutants) {
    process.stdout.write(`${name}: ${breaks}\n    ${file}, by ${test.join(' ')}\n`);
  }
  return 0;
};

/**
 * `broken`: no test ran, so none has judged.
 * @param {string} root @param {NodeJS.ProcessEnv} servers @param {Mutant['test']} test
 * @returns {Promise<Verdict>}
 */
const runTest = (root, servers, [project, pattern, name]) =>
  new Promise((resolve) => {
    const jest = join(root, 'node_modules/jest/bin/jest.js');
    const args = [
      jest,
      '-c',
      join(root, project, 'jest.config.cjs'),
      '-i',
      `--testTimeout=${TEST_TIMEOUT_MS}`,
      pattern,
      ...(name === undefined ? [] : ['-t', name]),
    ];
    const child = spawn(realpathSync(PINNED_NODE), args, {
      cwd: root,
      env: { ...process.env, ...servers, NX_DAEMON: 'false', OUTCRY_IMPATIENT_MS: IMPATIENT_MS },
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let output = '';
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => (output += chunk.toString()));
    running = child.pid;
    const limit = setTimeout(endRunning, LONGEST_MS);
    child.once('close', (code) => {
      clearTimeout(limit);
      running = undefined;
      const ran = /^Tests: +.*\d+ (passed|failed)/m.test(output);
      if (code === 0) resolve(ran ? 'passed' : 'broken');
      // One that never ends, or takes its process with it, was noticed as well.
      else if (ran) resolve('failed');
      else resolve(/Test suite failed to run|No tests found/.test(output) ? 'broken' : 'failed');
    });
  });

/**
 * Plants the mutant, runs its test, and mends the copy again.
 * @param {string} root @param {NodeJS.ProcessEnv} servers @param {Mutant} mutant
 */
const sabotage = async (root, servers, { file, from, to, test }) => {
  const path = join(root, file);
  const sound = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    sound.replace(from, () => to),
  );
  try {
    return await runTest(root, servers, test);
  } finally {
    writeFileSync(path, sound);
  }
};

/** @type {Record<Verdict, string>} */
const WORDS = { failed: 'killed', passed: 'SURVIVED', broken: 'BROKEN: no test could judge it' };

/**
 * @param {string} root @param {NodeJS.ProcessEnv} servers @param {readonly Mutant[]} mutants
 * @param {import('../stack/progress.mjs').Progress} progress
 */
const judgeAll = async (root, servers, mutants, progress) => {
  /** @type {Map<string, Verdict>} */
  const unharmed = new Map();
  let killed = 0;
  for (const mutant of mutants) {
    const test = mutant.test.join(' ');
    if (!unharmed.has(test)) unharmed.set(test, await runTest(root, servers, mutant.test));
    if (unharmed.get(test) !== 'passed') {
      progress.line(`✗ ${mutant.name}: ${test} fails without it, too`);
      continue;
    }
    const since = progress.elapsedMs();
    const verdict = await sabotage(root, servers, mutant);
    if (verdict === 'failed') killed += 1;
    const mark = verdict === 'failed' ? '✓' : '✗';
    const took = seconds(progress.elapsedMs() - since);
    progress.line(`${mark} ${mutant.name}: ${WORDS[verdict]} (${test}, ${took})`);
  }
  return killed;
};

/**
 * @param {readonly Mutant[]} mutants
 * @returns {Promise<number>} The exit code.
 */
export const runMutants = async (mutants) => {
  const progress = createProgress(process.stdout);
  const hasServers = process.env['OUTCRY_POSTGRES_URL'] !== undefined;
  const stack = hasServers ? undefined : createTestStack(progress, `mutants-${process.pid}`);
  const root = copyCheckout();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => process.exit(130));
  }
  process.once('exit', () => {
    endRunning();
    rmSync(root, { recursive: true, force: true });
  });
  try {
    const killed = await judgeAll(root, (await stack?.start()) ?? {}, mutants, progress);
    const survived = mutants.length - killed;
    process.stdout.write(`${killed} killed, ${survived} survived\n`);
    return survived === 0 ? 0 : 1;
  } finally {
    await stack?.stop();
  }
};
