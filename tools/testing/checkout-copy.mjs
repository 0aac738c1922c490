import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../bootstrap/checkout.mjs';

/** Git-ignored, but made from what is not, and needed by whoever reads the sources. */
const GENERATED = 'apps/*/src/generated';
/** Of `node_modules`: our own links are relative and lead into the copy. */
const OWN = new Set(['@outcry', '.package-lock.json']);

/** The files that make up the checkout: what git tracks, or would if it were added. */
const files = () =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(ROOT, path)));

/** @param {string} root */
const linkPackages = (root) => {
  mkdirSync(join(root, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    const from = join(ROOT, 'node_modules', name);
    const to = join(root, 'node_modules', name);
    if (OWN.has(name)) cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    else symlinkSync(from, to);
  }
};

/**
 * Copies the checkout to a folder outside of it, in which anything may be changed. Third-party
 * packages are the checkout's own.
 * @returns {string} The copy's root; the caller removes it.
 */
export const copyCheckout = () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'outcry-checkout-')));
  for (const path of [...files(), ...globSync(GENERATED, { cwd: ROOT })]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
  }
  linkPackages(root);
  return root;
};
