/** `node tools/run-ts.mjs <entry.ts> [args]`: runs a TypeScript entry of the workspace. */
import { spawn } from 'node:child_process';
import { bundleTypescript } from './typescript.mjs';

const [entry, ...args] = process.argv.slice(2);
const child = spawn(
  process.execPath,
  ['--enable-source-maps', await bundleTypescript(entry), ...args],
  {
    stdio: 'inherit',
  },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
