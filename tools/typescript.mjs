import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from './bootstrap/checkout.mjs';
import { bundle } from './build/bundle.mjs';

/** Runs the project's TypeScript from plain tools: what is declared there is declared once. */
const require = createRequire(import.meta.url);

/**
 * @param {string} entry A TypeScript file, relative to the root.
 * @returns {Promise<string>} The absolute path of its bundle, made anew only if a source changed.
 */
export const bundleTypescript = async (entry) => {
  const outfile = join('dist/tools', entry.replace(/\.ts$/, '.cjs'));
  await bundle(entry, outfile);
  return join(ROOT, outfile);
};

/**
 * @param {string} entry A TypeScript file, relative to the root.
 * @returns {Promise<any>} What it exports.
 */
export const loadTypescript = async (entry) => require(await bundleTypescript(entry));
