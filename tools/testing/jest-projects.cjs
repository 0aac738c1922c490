/** Every workspace's tests in one run, so that Jest keeps all cores busy until the end. */
module.exports = {
  rootDir: '../..',
  projects: [
    '<rootDir>/apps/*/jest.config.cjs',
    '<rootDir>/apps/e2e/jest.tools.cjs',
    '<rootDir>/libs/*/jest.config.cjs',
  ],
};
