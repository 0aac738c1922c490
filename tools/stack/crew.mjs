import { readFileSync } from 'node:fs';
import { ExplainedError } from '../bootstrap/explained-error.mjs';
import { endCommands, lastLine } from './host/command.mjs';
import { supervise } from './supervisor.mjs';

/**
 * All supervised processes of one stack: recorded in the state file, stopped in order, and failed
 * together when one cannot be kept alive.
 *
 * @typedef {import('./supervisor.mjs').ProcessSpec} ProcessSpec
 * @typedef {import('./supervisor.mjs').Supervised} Supervised
 */

/** Whoever uses a server ends before it; Kafka before PostgreSQL only for a readable log. */
const STOP_ORDER = ['task', 'service', 'kafka', 'redis', 'postgres'];

/**
 * @param {import('./state.mjs').StateFile} state
 * @param {(line: string) => void} notice
 */
export const createCrew = (state, notice) => {
  /** @type {Supervised[]} */
  const members = [];
  let isStopping = false;
  /** @type {(error: Error) => void} */
  let fail = () => undefined;
  /** @type {Promise<never>} */
  const failed = new Promise((_, reject) => (fail = reject));
  failed.catch(() => undefined); // Raced by whoever waits; alone it is no unhandled rejection.

  return {
    /** Rejects with one sentence when a process has died too often. */
    failed,
    /**
     * Ignored once the crew is being stopped: another part of a start may still be on its way.
     * @param {ProcessSpec} spec
     */
    run(spec) {
      if (isStopping) return;
      const member = supervise(spec, {
        onNotice: notice,
        onFailed: () => fail(new ExplainedError(diedTooOften(spec))),
        onStarted: (pid) => state.recordProcess(spec.name, pid, spec),
        onStopped: () => state.forgetProcess(spec.name),
      });
      members.push(member);
      member.start();
    },
    async stop() {
      isStopping = true;
      endCommands();
      for (const group of STOP_ORDER) {
        const ofGroup = members.filter(({ spec }) => spec.role === group || spec.name === group);
        await Promise.all(ofGroup.map((member) => member.stop()));
      }
    },
  };
};

/** @typedef {ReturnType<typeof createCrew>} Crew */

/** @param {ProcessSpec} spec */
const diedTooOften = (spec) => {
  const log = readFileSync(spec.logFile, 'utf8');
  return (
    `${spec.name} died five times within a minute, so Outcry stops: \`npm run logs -- ` +
    `${spec.name}\` shows why (last line: ${lastLine(log).slice(0, 300)}).`
  );
};
