/** The tests that need nothing; properties are left out, since each mutant would run hundreds of cases. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  rootDir: __dirname,
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  testPathIgnorePatterns: ['\\.int\\.spec\\.ts$', '\\.properties\\.spec\\.ts$'],
};
