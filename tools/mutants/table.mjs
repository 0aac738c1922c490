import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../bootstrap/checkout.mjs';
import { ExplainedError } from '../bootstrap/explained-error.mjs';
import { auctions } from './table/auctions.mjs';
import { consumers } from './table/consumers.mjs';
import { edges } from './table/edges.mjs';
import { ledger } from './table/ledger.mjs';
import { notices } from './table/notices.mjs';
import { outbox } from './table/outbox.mjs';

/**
 * One sabotage: `from`, which occurs once in `file`, becomes `to`; `test` must then fail.
 * @typedef {{
 *   name: string, breaks: string, file: string, from: string, to: string,
 *   test: readonly [project: string, pattern: string, name?: string],
 * }} Mutant
 */

/** The matching engine's are kept beside its oracle. */
const ENGINE = join(ROOT, 'apps/order-book/test/mutants/table.mjs');

/** @returns {Promise<readonly Mutant[]>} */
const engine = async () => {
  if (!existsSync(ENGINE)) return [];
  const { mutants } = await import(pathToFileURL(ENGINE).href);
  return mutants;
};

/** @returns {Promise<readonly Mutant[]>} */
export const allMutants = async () => [
  ...outbox,
  ...consumers,
  ...auctions,
  ...ledger,
  ...edges,
  ...notices,
  ...(await engine()),
];

/**
 * @param {string | undefined} only Names, or what names begin with, parted by commas.
 * @returns {Promise<readonly Mutant[]>}
 */
export const chosenMutants = async (only) => {
  const all = await allMutants();
  if (only === undefined) return all;
  const prefixes = only.split(',');
  const chosen = all.filter(({ name }) => prefixes.some((prefix) => name.startsWith(prefix)));
  if (chosen.length > 0) return chosen;
  throw new ExplainedError(`No mutant is called ${only}; npm run mutants -- --list names them.`);
};
