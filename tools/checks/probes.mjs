import { globSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../bootstrap/checkout.mjs';
import { createLinter } from './linter.mjs';
import { workspaceProgram } from './workspace-program.mjs';

/** @typedef {{ what: string, path: string, source: string, rule: string }} Probe */

/** @param {string} pattern @param {boolean} isSpec */
const first = (pattern, isSpec = false) => {
  const found = globSync(pattern, { cwd: ROOT })
    .filter((path) => path.endsWith('.spec.ts') === isSpec)
    .sort()[0];
  if (!found) throw new Error(`no file matches ${pattern}: the probe has lost its place`);
  return found;
};

const PLACES = {
  contracts: 'libs/contracts/src/wire.ts',
  kernel: 'libs/kernel/src/money.ts',
  runtime: 'libs/messaging/src/index.ts',
  service: 'apps/ledger/src/app.ts',
  domain: first('apps/bidding/src/domain/**/*.ts'),
  spec: first('apps/bidding/src/domain/**/*.spec.ts', true),
};

const BOUNDARY = '@nx/enforce-module-boundaries';
const IMPORTS = 'no-restricted-imports';
const SYNTAX = 'no-restricted-syntax';

/**
 * What must be refused, where, the source, the rule that must fire.
 * @type {readonly (readonly [string, keyof typeof PLACES, string, string])[]}
 */
const PROBES = [
  [
    'contracts using the kernel',
    'contracts',
    "import { assert } from '@outcry/kernel'; assert(1, '');",
    BOUNDARY,
  ],
  [
    'contracts using a package other than zod',
    'contracts',
    "import pg from 'pg'; void pg;",
    BOUNDARY,
  ],
  [
    'kernel using contracts',
    'kernel',
    "import { idSchema } from '@outcry/contracts'; void idSchema;",
    BOUNDARY,
  ],
  ['kernel using any package', 'kernel', "import pg from 'pg'; void pg;", BOUNDARY],
  [
    'a library using a service',
    'runtime',
    "import * as bidding from '@outcry/bidding'; void bidding;",
    BOUNDARY,
  ],
  [
    'a service using another service',
    'service',
    "import * as bidding from '@outcry/bidding'; void bidding;",
    BOUNDARY,
  ],
  [
    'a service reaching into another by path',
    'service',
    "import * as it from '../../bidding/src/app'; void it;",
    BOUNDARY,
  ],
  [
    'a package that package.json does not name',
    'service',
    "import it from 'left-pad'; void it;",
    BOUNDARY,
  ],
  [
    'product code using the testing library',
    'service',
    "import * as it from '@outcry/testing'; void it;",
    IMPORTS,
  ],
  [
    'domain code doing I/O',
    'domain',
    "import { readFileSync } from 'node:fs'; void readFileSync;",
    IMPORTS,
  ],
  [
    'domain code using contracts',
    'domain',
    "import { idSchema } from '@outcry/contracts'; void idSchema;",
    IMPORTS,
  ],
  [
    'domain code reaching into persistence',
    'domain',
    "import * as it from '../../persistence/x'; void it;",
    IMPORTS,
  ],
  [
    'domain code reading the clock',
    'domain',
    'export const now = Date.now();',
    'no-restricted-properties',
  ],
  ['domain code making a date of now', 'domain', 'export const now = new Date();', SYNTAX],
  [
    'domain code drawing lots',
    'domain',
    'export const lot = Math.random();',
    'no-restricted-properties',
  ],
  [
    'domain code reading the environment',
    'domain',
    'export const env = process.env;',
    'no-restricted-globals',
  ],
  [
    'domain code waiting',
    'domain',
    'export const f = async (): Promise<void> => { await Promise.resolve(); };',
    SYNTAX,
  ],
  ['an enum', 'service', 'export enum Colour { Red }', SYNTAX],
  ['a namespace', 'service', 'export namespace Colours { export const red = 1; }', SYNTAX],
  [
    'a parameter property',
    'service',
    'export class A { constructor(readonly b: string) {} }',
    SYNTAX,
  ],
  ['export *', 'service', "export * from './config';", SYNTAX],
  ['a default export', 'service', 'export default 1;', SYNTAX],
  [
    'a floating promise',
    'service',
    'Promise.resolve(1);',
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'a switch that forgets a case',
    'service',
    "export const f = (c: 'a' | 'b'): number => { switch (c) { case 'a': return 1; } return 0; };",
    '@typescript-eslint/switch-exhaustiveness-check',
  ],
  [
    'a type imported as a value',
    'service',
    "import { Money } from '@outcry/kernel'; export type M = Money;",
    '@typescript-eslint/consistent-type-imports',
  ],
  ['writing to the console', 'service', "console.log('x');", 'no-console'],
  [
    'a function of more than 70 lines',
    'service',
    `export const f = (): void => {\n${'void 0;\n'.repeat(72)}};`,
    'max-lines-per-function',
  ],
  [
    'a file of more than 300 lines',
    'service',
    'export const a = 1;\n'.concat('void 0;\n'.repeat(301)),
    'max-lines',
  ],
  [
    'a spec of more than 300 lines',
    'spec',
    "it('is', () => {});\n".concat('void 0;\n'.repeat(301)),
    'max-lines',
  ],
  [
    'a line of more than 100 columns',
    'service',
    `export const a = ${'1 + '.repeat(30)}1;`,
    'max-len',
  ],
];

/** A program holds one text a file, so each round plants one violation in each of the places. */
const rounds = () => {
  /** @type {Probe[][]} */
  const all = [];
  for (const [what, place, source, rule] of PROBES) {
    const path = join(ROOT, PLACES[place]);
    const round = all.find((probes) => probes.every((probe) => probe.path !== path));
    const probe = { what, path, source, rule };
    if (round === undefined) all.push([probe]);
    else round.push(probe);
  }
  return all;
};

/**
 * Plants a violation of each rule, as text in the place of an existing file, and tells which rules
 * stayed silent: a rule that is broken looks just like clean code.
 * @param {import('typescript').Program} program
 * @returns {Promise<{ probes: number, silent: string[] }>}
 */
export const probeRules = async (program) => {
  /** @type {string[]} */
  const silent = [];
  for (const probes of rounds()) {
    const planted = new Map(probes.map(({ path, source }) => [path, source]));
    const linter = createLinter(workspaceProgram(planted, program));
    for (const { what, path, source, rule } of probes) {
      const [result] = await linter.lintText(source, { filePath: path });
      const fired = result?.messages.map(({ ruleId }) => ruleId) ?? [];
      if (fired.includes(rule)) continue;
      silent.push(`${what} is not refused by ${rule} (fired: ${fired.join(', ') || 'none'})`);
    }
  }
  return { probes: PROBES.length, silent };
};
