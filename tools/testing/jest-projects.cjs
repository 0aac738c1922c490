/**
 * Every workspace's tests in one run, so that Jest keeps all cores busy until the end; all but the
 * journeys over a whole system, which come after, one at a time.
 */
module.exports = {
  rootDir: '../..',
  projects: [
    '<rootDir>/apps/!(e2e)/jest.config.cjs',
    '<rootDir>/apps/e2e/jest.services.cjs',
    '<rootDir>/apps/e2e/jest.tools.cjs',
    '<rootDir>/libs/*/jest.config.cjs',
  ],
};
