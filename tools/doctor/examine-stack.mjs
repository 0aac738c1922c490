import { statfsSync } from 'node:fs';
import { isAlive } from '../stack/host/process-identity.mjs';
import { accepts } from '../stack/host/probe.mjs';
import { askService } from './ask-service.mjs';
import { together } from './finding.mjs';

/**
 * @typedef {import('./finding.mjs').Examination} Examination
 * @typedef {import('../stack/state.mjs').StackState} StackState
 * @typedef {import('../stack/state.mjs').Endpoint} Endpoint
 */

/** Below this PostgreSQL and Kafka are close to refusing writes. */
const NEEDED_BYTES = 512 * 1024 ** 2;

/** @type {Readonly<Record<string, string>>} */
const RUNBOOKS = { postgres: 'database-unreachable', kafka: 'kafka-down', redis: 'redis-lost' };

/** @param {string} name @param {string} detail @returns {Examination} */
const serverAway = (name, detail) => ({
  findings: [
    {
      ...{ where: name, what: 'server_answers', since: null, details: [detail] },
      runbook: RUNBOOKS[name] ?? 'service-down',
    },
  ],
  looked: 1,
});

/** @param {StackState} state @param {Endpoint} endpoint @returns {Promise<Examination>} */
const examineServer = async (state, { name, port, given }) => {
  // Where the environment names the server, the services tell whether it answers.
  if (given) return { findings: [], looked: 0 };
  const recorded = state.processes[name];
  if (recorded === undefined || !isAlive(recorded)) return serverAway(name, 'its process is down');
  if (!(await accepts(port))) return serverAway(name, `nothing accepts on port ${port}`);
  return { findings: [], looked: 1 };
};

/** @param {string} directory @returns {Examination} */
export const examineDisk = (directory, freeBytes = freeBytesOf(directory)) => {
  if (freeBytes >= NEEDED_BYTES) return { findings: [], looked: 1 };
  const free = `${Math.floor(freeBytes / 1024 ** 2)} MB are free where ${directory} is`;
  const finding = { where: 'this machine', what: 'disk_has_room', since: null };
  return { findings: [{ ...finding, details: [free], runbook: 'database-full' }], looked: 1 };
};

/** @param {string} directory */
const freeBytesOf = (directory) => {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
};

/**
 * Everything of the local stack: the disk, the servers it runs, and its services.
 * @param {StackState} state
 * @param {string} directory Where it keeps its data.
 * @returns {Promise<Examination>}
 */
export const examineStack = async (state, directory) => {
  const ofRole = (/** @type {string} */ role) =>
    state.endpoints.filter((endpoint) => endpoint.role === role);
  const examined = await Promise.all([
    ...ofRole('server').map((endpoint) => examineServer(state, endpoint)),
    ...ofRole('service').map(({ name, port }) => askService(name, `http://127.0.0.1:${port}`)),
  ]);
  return together([examineDisk(directory), ...examined]);
};
