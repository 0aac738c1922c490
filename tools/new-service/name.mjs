import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bootstrap/checkout.mjs';
import { ExplainedError } from '../bootstrap/explained-error.mjs';

/**
 * A service's name in the spellings that its files need.
 * @typedef {{ kebab: string, camel: string, pascal: string, words: string }} ServiceName
 */

const KEBAB = /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/;

/** It becomes part of the names of a database, a role, topics and a metric. */
const MAX_LENGTH = 40;

/** The files that will import it by name. */
const CONTRACTS = ['libs/contracts/src/index.ts', 'libs/contracts/src/registry.ts'];

/** @param {string} word */
const capitalised = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/** @param {string} word Whether TypeScript would not take it for a name. */
const isReserved = (word) => {
  try {
    new Function(`'use strict'; const ${word} = 0;`);
    return false;
  } catch {
    return true;
  }
};

/** @param {string} camel */
const isUsedByContracts = (camel) =>
  CONTRACTS.some((path) =>
    new RegExp(`\\b${camel}\\b`).test(readFileSync(join(ROOT, path), 'utf8')),
  );

/**
 * @param {readonly string[]} args
 * @returns {ServiceName}
 * @throws {ExplainedError} One sentence for each mistake; nothing has been written then.
 */
export const parseName = (args) => {
  const [kebab, ...more] = args;
  if (kebab === undefined || more.length > 0) {
    throw new ExplainedError('Give one name, as in `npm run new:service -- payments`.');
  }
  if (!KEBAB.test(kebab)) {
    throw new ExplainedError(
      `"${kebab}" is no name for a service: use lower-case words parted by dashes, as in gift-cards.`,
    );
  }
  if (kebab.length > MAX_LENGTH) {
    throw new ExplainedError(
      `The name is longer than ${MAX_LENGTH} characters: use a shorter one.`,
    );
  }
  const taken = [`apps/${kebab}`, `libs/${kebab}`].find((path) => existsSync(join(ROOT, path)));
  if (taken !== undefined) {
    throw new ExplainedError(`There is ${taken} already: choose another name.`);
  }
  const words = kebab.split('-');
  const pascal = words.map(capitalised).join('');
  const camel = pascal.charAt(0).toLowerCase() + pascal.slice(1);
  if (isReserved(camel) || isUsedByContracts(camel)) {
    throw new ExplainedError(`"${camel}" means something else in the code: choose another name.`);
  }
  return { kebab, camel, pascal, words: words.join(' ') };
};
