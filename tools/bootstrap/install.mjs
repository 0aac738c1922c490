import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runningStack } from '../stack/state.mjs';
import { ROOT } from './checkout.mjs';
import { ExplainedError } from './explained-error.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean }} Entry
 * @typedef {{ packages?: Record<string, Entry> }} Lockfile
 */

/**
 * @param {Lockfile} wanted package-lock.json
 * @param {Lockfile} installed node_modules/.package-lock.json, written by npm after each install
 * @returns {boolean} Whether every package that this platform needs is there in its version, and
 *   none that is no longer wanted.
 */
export const lockfilesMatch = (wanted, installed) => {
  const want = wanted.packages ?? {};
  const have = installed.packages ?? {};
  const isMet = (/** @type {[string, Entry]} */ [path, entry]) =>
    path === '' ||
    (have[path] === undefined
      ? entry.optional === true
      : have[path].version === entry.version && have[path].integrity === entry.integrity);
  return Object.entries(want).every(isMet) && Object.keys(have).every((path) => path in want);
};

/** @returns {boolean} Whether node_modules matches the lockfile of this checkout. */
export const isInstalled = () => {
  const installed = join(ROOT, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  return lockfilesMatch(readJson(join(ROOT, 'package-lock.json')), readJson(installed));
};

/**
 * Installs exactly what the lockfile names, unless it is there. Never under a running stack, whose
 * processes still load files from node_modules.
 */
export const ensureInstalled = async () => {
  if (isInstalled()) return;
  if (runningStack() !== undefined) {
    throw new ExplainedError(
      'The dependencies have changed while Outcry is running here: run `npm run stop`, then repeat.',
    );
  }
  process.stdout.write('Installing dependencies (npm ci)\n');
  const startedAt = Date.now();
  const code = await npmCi();
  if (code !== 0) {
    throw new ExplainedError('`npm ci` failed: see its messages above, then repeat.');
  }
  process.stdout.write(`Installed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`);
};

/** @returns {Promise<number>} */
const npmCi = () =>
  new Promise((resolve, reject) => {
    const npm = spawn('npm', ['ci', '--no-progress', '--loglevel=error'], {
      cwd: ROOT,
      stdio: 'inherit',
    });
    npm.once('error', reject);
    npm.once('exit', (code) => resolve(code ?? 1));
  });

/** @param {string} path @returns {Lockfile} */
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));
