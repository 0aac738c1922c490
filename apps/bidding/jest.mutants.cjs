/** The tests that need nothing, for the mutants of the domain. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  rootDir: __dirname,
  testMatch: ['<rootDir>/src/{domain,publishing}/**/*.spec.ts'],
};
