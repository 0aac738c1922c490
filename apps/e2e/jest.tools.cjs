/** The tools of the workspace: they need no running system. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'tools',
  testMatch: ['<rootDir>/src/tools/**/*.spec.ts'],
};
