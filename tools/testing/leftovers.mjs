import { readFileSync, readdirSync } from 'node:fs';

/** Set for everything that a test run starts, and inherited by what those start. */
export const RUN_MARKER = 'OUTCRY_TEST_RUN';

/**
 * @param {string} run
 * @returns {{ pid: number, command: string }[]} Processes of the run that still exist; none where
 *   the system does not tell.
 */
export const leftoversOf = (run) =>
  pids()
    .filter((pid) => pid !== process.pid && environmentOf(pid).includes(`${RUN_MARKER}=${run}`))
    .map((pid) => ({ pid, command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim() }))
    .filter(({ command }) => command !== ''); // An unreaped process has none.

/** @returns {number[]} */
const pids = () => {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
};

/** @param {number} pid */
const environmentOf = (pid) => read(`/proc/${pid}/environ`).split('\0');

/** @param {string} file */
const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};
