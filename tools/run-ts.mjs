/** `node tools/run-ts.mjs <entry.ts> [args]`: runs a TypeScript entry of the workspace. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OUTCRY_DIR } from './bootstrap/checkout.mjs';
import { ExplainedError, runMain } from './bootstrap/explained-error.mjs';
import { bundleTypescript } from './typescript.mjs';

const FLAGS = ['--enable-source-maps', '--disable-warning=TimeoutNegativeWarning'];

/** The local stack's databases have a password that only its folder knows; others are in the URL. */
const localPassword = () => {
  try {
    return { PGPASSWORD: readFileSync(join(OUTCRY_DIR, 'postgres.password'), 'utf8') };
  } catch {
    return {};
  }
};

await runMain(async () => {
  const [entry, ...args] = process.argv.slice(2);
  if (entry === undefined) throw new ExplainedError('Name a TypeScript file to run.');
  const program = await bundleTypescript(entry);
  const child = spawn(process.execPath, [...FLAGS, program, ...args], {
    stdio: 'inherit',
    env: { ...localPassword(), ...process.env },
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
});
