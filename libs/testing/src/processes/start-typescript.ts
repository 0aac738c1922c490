import { resolve } from 'node:path';
import { bundleTypescript } from './bundle-typescript';
import { startProcess, type TestProcess } from './start-process';

const ROOT = resolve(__dirname, '../../../..');

/**
 * Runs a TypeScript entry as a process of its own, as `npm start` runs a service.
 *
 * @param entry absolute path
 */
export const startTypescript = (
  entry: string,
  options: { readonly env: NodeJS.ProcessEnv; readonly nodeFlags?: readonly string[] },
): TestProcess =>
  startProcess(process.execPath, [...(options.nodeFlags ?? []), bundleTypescript(entry, ROOT)], {
    env: options.env,
    cwd: ROOT,
  });
