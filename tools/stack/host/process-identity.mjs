import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A process, once and for all: pids are reused, a pid with its start time is not.
 * @typedef {{ pid: number, startedAt: string }} ProcessIdentity
 */

const STATE_FIELD = 0;
const START_TIME_FIELD = 19;

/**
 * @param {number} pid
 * @returns {string | undefined} When it started, in the unit of the system (to compare only);
 *   undefined if there is no such process, or only its unreaped remains.
 */
const startTimeOf = (pid) => (process.platform === 'linux' ? fromProc(pid) : fromPs(pid));

/** @param {number} pid */
const fromProc = (pid) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command, field 2, is in parentheses and may contain anything.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[STATE_FIELD] === 'Z' ? undefined : fields[START_TIME_FIELD];
  } catch {
    return undefined;
  }
};

/** @param {number} pid */
const fromPs = (pid) => {
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout?.trim() || undefined;
};

/**
 * @param {number} pid
 * @returns {ProcessIdentity | undefined}
 */
export const identityOf = (pid) => {
  const startedAt = startTimeOf(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
};

/**
 * @param {ProcessIdentity} identity
 * @returns {boolean} Whether exactly this process still runs.
 */
export const isAlive = (identity) => startTimeOf(identity.pid) === identity.startedAt;

/**
 * Asks a process to end and, when it does not within the grace period, kills it.
 * @param {ProcessIdentity} identity
 * @param {NodeJS.Signals} signal
 * @param {number} graceMs
 */
export const endProcess = async (identity, signal, graceMs) => {
  if (!send(identity, signal) || (await gone(identity, graceMs))) return;
  if (send(identity, 'SIGKILL')) await gone(identity, graceMs);
};

/** @param {ProcessIdentity} identity @param {NodeJS.Signals} signal */
const send = (identity, signal) => {
  try {
    return isAlive(identity) && process.kill(identity.pid, signal);
  } catch {
    return false; // It ended in between.
  }
};

/**
 * @param {ProcessIdentity} identity
 * @param {number} withinMs
 * @returns {Promise<boolean>}
 */
export const gone = async (identity, withinMs) => {
  const deadline = Date.now() + withinMs;
  while (isAlive(identity)) {
    if (Date.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
};
