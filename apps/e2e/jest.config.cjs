/** Journeys and faults over a whole system of their own: one at a time. */
const preset = require('../../jest.preset.cjs');

module.exports = {
  ...preset,
  displayName: 'e2e',
  testMatch: ['<rootDir>/src/**/*.e2e.spec.ts'],
  testPathIgnorePatterns: [...preset.testPathIgnorePatterns, '/src/(services|tools)/'],
  globalSetup: '<rootDir>/setup/start-system.cjs',
  globalTeardown: '<rootDir>/setup/stop-system.cjs',
  maxWorkers: 1,
};
