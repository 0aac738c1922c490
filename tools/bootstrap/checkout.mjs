import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this checkout. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Node as pinned by the lockfile; it appears with the first install. */
export const PINNED_NODE = join(ROOT, 'node_modules/.bin/node');

/** All that a stack leaves in the checkout: data, logs, state, downloaded servers. Git-ignored. */
export const OUTCRY_DIR = process.env.OUTCRY_DIR ?? join(ROOT, '.outcry');

/** Servers obtained from Maven, shared by the started stack and the tests' own. */
export const DOWNLOADS_DIR = join(ROOT, '.outcry/servers');
