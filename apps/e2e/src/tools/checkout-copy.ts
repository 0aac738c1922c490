import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from './load-tool';

export type CheckoutCopy = {
  readonly root: string;
  /** Runs a program of the copy with this Node. */
  readonly node: (...args: string[]) => Promise<{ code: number; output: string }>;
  readonly remove: () => void;
};

/** The files that make up the checkout: what git tracks, or would if it were added. */
const files = (): string[] =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(ROOT, path)));

/** Third-party packages are the checkout's; our own links are relative and lead into the copy. */
const linkPackages = (root: string): void => {
  const OWN = new Set(['@outcry', '.package-lock.json']);
  mkdirSync(join(root, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    const from = join(ROOT, 'node_modules', name);
    const to = join(root, 'node_modules', name);
    if (OWN.has(name)) cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    else symlinkSync(from, to);
  }
};

/** A copy of the checkout outside of it, in which a test may change what it likes. */
export const copyCheckout = (): CheckoutCopy => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'outcry-checkout-')));
  for (const path of files()) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(ROOT, path), join(root, path));
  }
  linkPackages(root);
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
