/** All services as processes of a test's own, on the servers that the tests share. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'services',
  testMatch: ['<rootDir>/src/services/**/*.spec.ts'],
};
