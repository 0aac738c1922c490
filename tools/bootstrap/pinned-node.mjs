import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { PINNED_NODE, ROOT } from './checkout.mjs';
import { ExplainedError } from './explained-error.mjs';

const OLDEST_NODE = [20, 12];
/** kafkajs on Node 22 and later computes a negative timer, to no harm. */
const FLAGS = ['--disable-warning=TimeoutNegativeWarning'];
const FORWARDED = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** Refuses a Node that cannot even run the bootstrap. */
export const requireNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new ExplainedError(
    `Node ${process.versions.node} is too old: install Node ${OLDEST_NODE.join('.')} or newer.`,
  );
};

/**
 * Runs a script of this checkout under the pinned Node and becomes it, as far as the caller can
 * see: same terminal, same signals, same exit code.
 * @param {string} script Relative to the root.
 * @param {readonly string[]} args
 * @returns {Promise<number>} The exit code.
 */
export const runPinned = (script, args) =>
  new Promise((resolve, reject) => {
    const child = spawn(realpathSync(PINNED_NODE), [...FLAGS, script, ...args], {
      cwd: ROOT,
      stdio: 'inherit',
    });
    for (const signal of FORWARDED) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
