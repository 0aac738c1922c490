import { mutants as engine } from '../../apps/order-book/test/mutants/table.mjs';
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

/**
 * The matching engine's are kept beside its oracle.
 * @type {readonly Mutant[]}
 */
export const allMutants = [
  ...outbox,
  ...consumers,
  ...auctions,
  ...ledger,
  ...edges,
  ...notices,
  ...engine,
];

/**
 * @param {string | undefined} only Names, or what names begin with, parted by commas.
 * @returns {readonly Mutant[]}
 */
export const chosenMutants = (only) => {
  if (only === undefined) return allMutants;
  const prefixes = only.split(',');
  const chosen = allMutants.filter(({ name }) =>
    prefixes.some((prefix) => name.startsWith(prefix)),
  );
  if (chosen.length > 0) return chosen;
  throw new ExplainedError(`No mutant is called ${only}; npm run mutants -- --list names them.`);
};
