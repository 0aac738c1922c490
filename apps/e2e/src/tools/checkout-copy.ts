import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { loadTool } from './load-tool';

export type CheckoutCopy = {
  readonly root: string;
  /** Runs a program of the copy with this Node. */
  readonly node: (...args: string[]) => Promise<{ code: number; output: string }>;
  readonly remove: () => void;
};

const { copyCheckout: copyFiles } = loadTool<{ copyCheckout(): string }>(
  'testing/checkout-copy.mjs',
);

/** A copy of the checkout outside of it, in which a test may change what it likes. */
export const copyCheckout = (): CheckoutCopy => {
  const root = copyFiles();
  return {
    root,
    node: async (...args) => {
      const child = spawn(process.execPath, args, {
        cwd: root,
        env: { ...process.env, NX_DAEMON: 'false' }, // It would outlive the copy.
      });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
      const [code] = (await once(child, 'close')) as [number];
      return { code, output };
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
};
