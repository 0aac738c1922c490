/** Journeys and faults over a whole system of their own: one at a time. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'e2e',
  globalSetup: '<rootDir>/setup/start-system.cjs',
  globalTeardown: '<rootDir>/setup/stop-system.cjs',
  maxWorkers: 1,
  testTimeout: 180_000,
};
