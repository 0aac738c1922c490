import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '../bootstrap/checkout.mjs';

/** @typedef {import('./name.mjs').ServiceName} ServiceName */

const TEMPLATE = join(ROOT, 'tools/new-service/template');

/** The runtime's tables, in every service byte for byte (tools/checks/tidy.mjs). */
const RUNTIME_MIGRATIONS = {
  '20261121000000_messaging': 'libs/messaging/migrations/messaging.sql',
  '20261121000100_idempotency': 'libs/service/migrations/idempotency.sql',
  '20261121120000_outbox_audit': 'libs/messaging/migrations/outbox-audit.sql',
};

/** @param {string} text @param {ServiceName} name */
const filledIn = (text, { kebab, camel, pascal, words }) =>
  text
    .replaceAll('__name__', kebab)
    .replaceAll('__camelName__', camel)
    .replaceAll('__PascalName__', pascal)
    .replaceAll('__title__', words)
    .replaceAll('__Title__', words.charAt(0).toUpperCase() + words.slice(1));

/**
 * Where each part of the template goes, the first prefix that fits.
 * @param {ServiceName} name
 * @returns {readonly (readonly [from: string, to: string])[]}
 */
const places = ({ kebab }) => [
  [
    'app/prisma/own-migration.sql',
    `apps/${kebab}/prisma/migrations/20261121000200_${kebab.replaceAll('-', '_')}/migration.sql`,
  ],
  ['app', `apps/${kebab}`],
  ['contracts/examples', 'libs/contracts/examples'],
  ['contracts/src', `libs/contracts/src/${kebab}`],
];

/** @param {string} path Relative to the template. @param {ServiceName} name */
const placeOf = (path, name) => {
  const [from, to] = places(name).find(([prefix]) => path.startsWith(prefix)) ?? ['', ''];
  return filledIn(to + path.slice(from.length), name).replace(/\.template$/, '');
};

/** @param {string} path Relative to the root. */
const makeFolderOf = (path) => mkdirSync(dirname(join(ROOT, path)), { recursive: true });

/**
 * @param {ServiceName} name
 * @returns {string[]} The paths, relative to the root, that are still to be formatted.
 */
export const writeService = (name) => {
  for (const [migration, original] of Object.entries(RUNTIME_MIGRATIONS)) {
    const copy = `apps/${name.kebab}/prisma/migrations/${migration}/migration.sql`;
    makeFolderOf(copy);
    copyFileSync(join(ROOT, original), join(ROOT, copy));
  }
  const written = [];
  for (const entry of readdirSync(TEMPLATE, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const source = join(entry.parentPath, entry.name);
    const target = placeOf(source.slice(TEMPLATE.length + 1), name);
    makeFolderOf(target);
    writeFileSync(join(ROOT, target), filledIn(readFileSync(source, 'utf8'), name));
    written.push(target);
  }
  return written.filter((path) => /\.(ts|cjs|json)$/.test(path));
};
