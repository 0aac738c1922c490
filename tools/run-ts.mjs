/** `node tools/run-ts.mjs <entry.ts> [args]`: runs a TypeScript entry of the workspace. */
import { spawn } from 'node:child_process';
import { ExplainedError, runMain } from './bootstrap/explained-error.mjs';
import { bundleTypescript } from './typescript.mjs';

const FLAGS = ['--enable-source-maps', '--disable-warning=TimeoutNegativeWarning'];

await runMain(async () => {
  const [entry, ...args] = process.argv.slice(2);
  if (entry === undefined) throw new ExplainedError('Name a TypeScript file to run.');
  const program = await bundleTypescript(entry);
  const child = spawn(process.execPath, [...FLAGS, program, ...args], { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
});
