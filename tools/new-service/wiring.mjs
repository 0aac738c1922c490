import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bootstrap/checkout.mjs';
import { ExplainedError } from '../bootstrap/explained-error.mjs';

/** @typedef {import('./name.mjs').ServiceName} ServiceName */

const CONTEXT_IMPORT = /^import \* as \w+ from '\.\/[\w-]+';\n/m;

/**
 * @param {string} path
 * @param {readonly (readonly [place: RegExp, change: (...found: string[]) => string])[]} changes
 */
const edit = (path, changes) => {
  let text = readFileSync(join(ROOT, path), 'utf8');
  for (const [place, change] of changes) {
    if (!place.test(text)) throw new ExplainedError(`${path} is not as expected: lacks ${place}.`);
    text = text.replace(place, change);
  }
  writeFileSync(join(ROOT, path), text);
  return path;
};

/** @param {string} list Names parted by commas. @param {string} name */
const listedWith = (list, name) => [...list.split(/\W+/), name].filter(Boolean).sort().join(', ');

/**
 * Makes the service's messages part of the contracts.
 * @param {ServiceName} name
 * @returns {string[]} The changed files.
 */
export const wireContracts = ({ kebab, camel }) => {
  /** @type {readonly [RegExp, (...found: string[]) => string]} */
  const imported = [CONTEXT_IMPORT, (found) => `${found}import * as ${camel} from './${kebab}';\n`];
  return [
    edit('libs/contracts/src/index.ts', [
      imported,
      [/^export \{([\w,\s]+)\};$/m, (_, list = '') => `export { ${listedWith(list, camel)} };`],
    ]),
    edit('libs/contracts/src/registry.ts', [
      imported,
      [
        /(messageRegistry[^=]* = \[)([\w,\s]+)\]/,
        (_, before, list = '') => `${before}${listedWith(list, camel)}]`,
      ],
    ]),
  ];
};

/** @param {string} path @param {(packages: Record<string, object>) => void} change */
const changeLockfile = (path, change) => {
  const lockfile = JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
  const before = Object.keys(lockfile.packages);
  change(lockfile.packages);
  const added = Object.keys(lockfile.packages).filter((key) => !before.includes(key));
  const sorted = [...before];
  for (const key of added) {
    // Beside its own kind, in order, so that the difference is these lines only.
    const kind = key.slice(0, key.lastIndexOf('/') + 1);
    const after = sorted.findLastIndex((one) => one.startsWith(kind) && one < key);
    sorted.splice(after + 1, 0, key);
  }
  lockfile.packages = Object.fromEntries(sorted.map((key) => [key, lockfile.packages[key]]));
  writeFileSync(join(ROOT, path), `${JSON.stringify(lockfile, null, 2)}\n`);
};

/**
 * Adds the workspace to the lockfile, and to npm's record of what is installed: no registry is
 * asked, and no other line changes, as `npm install` would do to packages of other platforms.
 * @param {ServiceName} name
 */
export const recordInLockfiles = ({ kebab }) => {
  const root = `apps/${kebab}`;
  const manifest = JSON.parse(readFileSync(join(ROOT, root, 'package.json'), 'utf8'));
  const { name, version, license, dependencies } = manifest;
  for (const path of ['package-lock.json', 'node_modules/.package-lock.json']) {
    if (!existsSync(join(ROOT, path))) continue;
    changeLockfile(path, (packages) => {
      packages[root] = { name, version, license, dependencies };
      packages[`node_modules/${name}`] = { resolved: root, link: true };
    });
  }
};

/** @param {ServiceName} name */
export const linkPackage = ({ kebab }) => {
  const link = join(ROOT, 'node_modules/@outcry', kebab);
  mkdirSync(join(ROOT, 'node_modules/@outcry'), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(`../../apps/${kebab}`, link, 'dir');
};
