import { spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync } from 'node:fs';
import { dirname } from 'node:path';
import { endProcess, identityOf } from './host/process-identity.mjs';

/**
 * Keeps one process running.
 *
 *   idle ─start─> running ─death─> backing off ─delay─> running …
 *                    │                  └─ fifth death in a minute ─> failed
 *                    └─stop─> stopped (also from backing off)
 *
 * @typedef {{
 *   name: string,
 *   role: import('./state.mjs').Role,
 *   command: string,
 *   args: readonly string[],
 *   env?: NodeJS.ProcessEnv,
 *   cwd: string,
 *   uid?: number,
 *   gid?: number,
 *   logFile: string,
 *   stopSignal: NodeJS.Signals,
 *   stopGraceMs: number,
 * }} ProcessSpec
 *
 * @typedef {{
 *   onNotice: (line: string) => void,
 *   onFailed: (name: string) => void,
 *   onStarted?: (pid: number, spec: ProcessSpec) => void,
 *   onStopped?: (spec: ProcessSpec) => void,
 * }} Listener
 *
 * @typedef {{ pid?: number, once: (event: any, listener: (...args: any[]) => void) => unknown }} Child
 * @typedef {{
 *   launch?: (spec: ProcessSpec) => Child,
 *   end?: (pid: number, spec: ProcessSpec) => Promise<void>,
 *   now?: () => number,
 *   schedule?: (run: () => void, delayMs: number) => { cancel: () => void },
 * }} Platform
 */

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;
const DEATHS_WINDOW_MS = 60_000;
const DEATHS_TO_FAIL = 5;

/**
 * @param {number} deaths Within the last minute, the present one included.
 * @returns {number}
 */
export const restartDelayMs = (deaths) =>
  Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (deaths - 1));

/**
 * @param {ProcessSpec} spec
 * @param {Listener} listener
 * @param {Platform} [platform] For tests.
 */
export const supervise = (spec, listener, platform = {}) => {
  const { launch = launchDetached, end = endLaunched, now = Date.now, schedule = after } = platform;
  /** @type {'idle' | 'running' | 'backing off' | 'failed' | 'stopped'} */
  let state = 'idle';
  /** @type {number | undefined} */
  let pid;
  /** @type {{ cancel: () => void } | undefined} */
  let restart;
  /** @type {number[]} */
  let deaths = [];

  const start = () => {
    state = 'running';
    const child = launch(spec);
    pid = child.pid;
    let isOver = false;
    const over = (/** @type {string} */ how) => {
      if (isOver) return;
      isOver = true;
      died(how);
    };
    child.once('error', (/** @type {Error} */ error) => over(error.message));
    child.once('exit', (/** @type {number | null} */ code, /** @type {string | null} */ signal) =>
      over(signal === null ? `exit code ${code}` : signal),
    );
    if (pid !== undefined) listener.onStarted?.(pid, spec);
  };

  /** @param {string} how */
  const died = (how) => {
    pid = undefined;
    if (state !== 'running') return;
    deaths = [...deaths.filter((at) => now() - at < DEATHS_WINDOW_MS), now()];
    if (deaths.length >= DEATHS_TO_FAIL) {
      state = 'failed';
      listener.onFailed(spec.name);
      return;
    }
    state = 'backing off';
    const delayMs = restartDelayMs(deaths.length);
    listener.onNotice(`${spec.name} died (${how}): restarting in ${delayMs / 1000} s`);
    restart = schedule(start, delayMs);
  };

  return {
    spec,
    start,
    get pid() {
      return pid;
    },
    get isRunning() {
      return state === 'running';
    },
    async stop() {
      state = 'stopped';
      restart?.cancel();
      if (pid !== undefined) await end(pid, spec);
      listener.onStopped?.(spec);
    },
  };
};

/** @typedef {ReturnType<typeof supervise>} Supervised */

/**
 * Its own process group, so that Ctrl-C in the terminal reaches the supervisor alone and the order
 * of stopping is ours; its own log file, so that it outlives the supervisor without a broken pipe.
 * @param {ProcessSpec} spec
 */
export const launchDetached = (spec) => {
  mkdirSync(dirname(spec.logFile), { recursive: true });
  const log = openSync(spec.logFile, 'a');
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env ?? process.env,
    detached: true,
    stdio: ['ignore', log, log],
    ...(spec.uid === undefined ? {} : { uid: spec.uid }),
    ...(spec.gid === undefined ? {} : { gid: spec.gid }),
  });
  closeSync(log);
  return child;
};

/** @param {number} pid @param {ProcessSpec} spec */
const endLaunched = async (pid, spec) => {
  const identity = identityOf(pid);
  if (identity === undefined) return;
  await endProcess(identity, spec.stopSignal, spec.stopGraceMs);
};

/** @param {() => void} run @param {number} delayMs */
const after = (run, delayMs) => {
  const timer = setTimeout(run, delayMs);
  return { cancel: () => clearTimeout(timer) };
};
