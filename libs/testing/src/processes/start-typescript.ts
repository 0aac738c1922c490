import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { startProcess, type TestProcess } from './start-process';

const ROOT = resolve(__dirname, '../../../..');

/** Bundles an entry as the deployables are bundled: third-party packages stay outside. */
const bundle = (entry: string): string => {
  const name = createHash('sha256').update(entry).digest('hex').slice(0, 12);
  const outfile = join(ROOT, 'dist/tests', `${name}-${process.pid}.cjs`);
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    conditions: ['@outcry/source'],
    packages: 'external',
    alias: Object.fromEntries(
      ['contracts', 'kernel', 'messaging', 'service', 'testing'].map((lib) => [
        `@outcry/${lib}`,
        join(ROOT, 'libs', lib, 'src/index.ts'),
      ]),
    ),
    logLevel: 'silent',
  });
  return outfile;
};

/**
 * Runs a TypeScript entry as a process of its own, as `npm start` runs a service.
 *
 * @param entry absolute path
 */
export const startTypescript = (
  entry: string,
  options: { readonly env: NodeJS.ProcessEnv; readonly nodeFlags?: readonly string[] },
): TestProcess =>
  startProcess(process.execPath, [...(options.nodeFlags ?? []), bundle(entry)], {
    env: options.env,
    cwd: ROOT,
  });
