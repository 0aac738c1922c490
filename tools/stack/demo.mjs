import { spawn } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { PINNED_NODE, ROOT } from '../bootstrap/checkout.mjs';
import { identityOf, endProcess } from './host/process-identity.mjs';

/**
 * The demo is a program of its own that drives the public gateway: the exact replay first, then the
 * show, which goes on for as long as the stack serves.
 */

/** @type {import('./state.mjs').Ending} */
const ENDING = { role: 'task', stopSignal: 'SIGTERM', stopGraceMs: 5_000 };

/** @param {'demo' | 'show'} name @returns {boolean} Whether package.json has the script. */
export const hasScript = (name) => scripts()[name] !== undefined;

/** @returns {Record<string, string>} */
const scripts = () => JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts ?? {};

/**
 * Runs the replay on the excerpt that is shipped, in the terminal.
 * @param {NodeJS.ProcessEnv} env
 * @param {import('./state.mjs').StateFile} state
 */
export const startReplay = (env, state) => {
  const child = spawn('npm', ['run', '-s', 'demo'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  if (child.pid !== undefined) state.recordProcess('demo', child.pid, ENDING);
  /** @type {Promise<boolean>} Whether the replay was exact. */
  const finished = new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => {
      state.forgetProcess('demo');
      resolve(code === 0);
    });
  });
  const stop = async () => {
    const identity = child.pid === undefined ? undefined : identityOf(child.pid);
    if (identity === undefined || child.exitCode !== null) return;
    process.kill(-identity.pid, 'SIGTERM'); // npm and what it runs.
    await endProcess(identity, ENDING.stopSignal, ENDING.stopGraceMs);
  };
  return { finished, stop };
};

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} directory
 * @returns {import('./supervisor.mjs').ProcessSpec}
 */
export const showSpec = (env, directory) => {
  const [, ...args] = (scripts().show ?? '').split(' ');
  return {
    name: 'show',
    ...ENDING,
    command: realpathSync(PINNED_NODE),
    args,
    env,
    cwd: ROOT,
    logFile: join(directory, 'logs', 'show.log'),
  };
};
