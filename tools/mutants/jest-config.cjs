const { globSync } = require('node:fs');
const { join } = require('node:path');

const NEEDS_SERVERS_OR_TIME = ['.int.spec.ts', '.component.spec.ts', '.properties.spec.ts'];

/**
 * What Stryker runs for each mutant of a package: its tests that need no server and run no hundreds
 * of cases, all in one file but for those that need the global objects of a process to themselves.
 * @param {string} packageRoot
 * @param {string} pattern
 * @param {readonly string[]} alone Files below the package's root.
 */
const mutantsConfig = (packageRoot, pattern, alone = []) => ({
  ...require('../../jest.preset.cjs'),
  rootDir: packageRoot,
  roots: [packageRoot, __dirname],
  testMatch: [join(__dirname, 'specs-in-one.cjs'), ...alone.map((file) => join(packageRoot, file))],
  globals: {
    specFiles: globSync(join(packageRoot, pattern)).filter(
      (file) => ![...NEEDS_SERVERS_OR_TIME, ...alone].some((ending) => file.endsWith(ending)),
    ),
  },
});

module.exports = { mutantsConfig };
