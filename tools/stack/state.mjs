import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OUTCRY_DIR } from '../bootstrap/checkout.mjs';
import { endProcess, identityOf, isAlive } from './host/process-identity.mjs';

/**
 * What a running stack tells other commands, in one file that is replaced whole.
 *
 * @typedef {import('./host/process-identity.mjs').ProcessIdentity} ProcessIdentity
 * @typedef {'server' | 'service' | 'task'} Role
 * @typedef {{ role: Role, stopSignal: NodeJS.Signals, stopGraceMs: number }} Ending
 * @typedef {ProcessIdentity & Ending} RecordedProcess
 * @typedef {'skipped' | 'waiting' | 'running' | 'finished' | 'failed'} DemoPhase
 * @typedef {{ name: string, role: Role, port: number, given: boolean }} Endpoint
 * @typedef {{
 *   supervisor: ProcessIdentity,
 *   phase: 'starting' | 'serving' | 'stopping',
 *   demo: DemoPhase,
 *   endpoints: Endpoint[],
 *   processes: Record<string, RecordedProcess>,
 * }} StackState
 */

/** @type {readonly Role[]} */
const END_ORDER = ['task', 'service', 'server'];

/** @param {string} directory */
const fileIn = (directory) => join(directory, 'state.json');

/**
 * @param {string} [directory]
 * @returns {StackState | undefined} The state as last written, whether or not its stack still runs.
 */
export const readState = (directory = OUTCRY_DIR) => {
  try {
    return JSON.parse(readFileSync(fileIn(directory), 'utf8'));
  } catch {
    return undefined;
  }
};

/**
 * @param {string} [directory]
 * @returns {StackState | undefined} The state of the stack that runs on this folder, if one does.
 */
export const runningStack = (directory = OUTCRY_DIR) => {
  const state = readState(directory);
  return state !== undefined && isAlive(state.supervisor) ? state : undefined;
};

/**
 * The state file in the hands of the one process that runs the stack.
 * @param {string} directory
 */
export const openState = (directory) => {
  /** @type {StackState} */
  const state = {
    supervisor: identityOf(process.pid) ?? { pid: process.pid, startedAt: '' },
    phase: 'starting',
    demo: 'skipped',
    endpoints: [],
    processes: {},
  };
  const write = () => {
    const file = fileIn(directory);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(state, null, 2));
    renameSync(`${file}.new`, file);
  };
  return {
    /** @param {Partial<Pick<StackState, 'phase' | 'demo' | 'endpoints'>>} change */
    update(change) {
      Object.assign(state, change);
      write();
    },
    /**
     * Written before anything is expected of the process, so that the next start finds it even if
     * this one is killed now.
     * @param {string} name @param {number} pid @param {Ending} ending How to end it.
     */
    recordProcess(name, pid, { role, stopSignal, stopGraceMs }) {
      const identity = identityOf(pid);
      if (identity === undefined) return;
      state.processes[name] = { ...identity, role, stopSignal, stopGraceMs };
      write();
    },
    /** @param {string} name */
    forgetProcess(name) {
      delete state.processes[name];
      write();
    },
    close() {
      rmSync(fileIn(directory), { force: true });
    },
  };
};

/** @typedef {ReturnType<typeof openState>} StateFile */

/**
 * Ends what a killed start left behind: services first, then the servers they use.
 * @param {string} [directory]
 * @returns {Promise<string[]>} The names of the processes that were still there.
 */
export const endOrphans = async (directory = OUTCRY_DIR) => {
  const state = readState(directory);
  if (state === undefined || isAlive(state.supervisor)) return [];
  const orphans = Object.entries(state.processes).filter(([, recorded]) => isAlive(recorded));
  for (const role of END_ORDER) {
    const ofRole = orphans.filter(([, recorded]) => recorded.role === role);
    await Promise.all(
      ofRole.map(([, recorded]) => endProcess(recorded, recorded.stopSignal, recorded.stopGraceMs)),
    );
  }
  rmSync(fileIn(directory), { force: true });
  return orphans.map(([name]) => name);
};
