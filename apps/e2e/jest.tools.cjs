/** The tools of the workspace, and the nemesis' own: they need no running system. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'tools',
  testMatch: ['<rootDir>/src/tools/**/*.spec.ts', '<rootDir>/src/nemesis/**/*.spec.ts'],
};
