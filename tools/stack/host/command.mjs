import { spawn } from 'node:child_process';

/**
 * @typedef {{ code: number | null, output: string, missing: boolean }} CommandResult
 */

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Ends what is on its way, such as a download, when the whole is being stopped. */
export const endCommands = () => {
  for (const child of running) child.kill('SIGTERM');
};

/**
 * Runs a command to its end without blocking the others.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<CommandResult>} Standard output and error together; `missing` if there is no
 *   such command, or none that the user may run.
 */
export const runCommand = (command, args, options = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    const take = (/** @type {Buffer} */ chunk) => (output += chunk.toString('utf8'));
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('error', (error) => resolve({ code: null, output: error.message, missing: true }));
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, output, missing: false });
    });
  });

/** @param {string} output @returns {string} Its last line that says something. */
export const lastLine = (output) => output.trim().split('\n').at(-1)?.trim() ?? '';
