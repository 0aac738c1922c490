/**
 * What Stryker's configurations share, and what is a package's own on top of it.
 * @param {string} name Of the report.
 * @param {Readonly<Record<string, unknown>>} own
 */
export const strykerConfig = (name, own) => ({
  // Texts are mostly sentences for people; codes, types and fields are unions that the compiler checks.
  mutator: { excludedMutations: ['StringLiteral'] },
  concurrency: 1,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: `reports/mutants/${name}.json` },
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['/dist', '/.outcry', '/reports', '/docs', '/deploy', '**/dist', 'apps/*/prisma'],
  thresholds: { high: 90, low: 85, break: 85 },
  ...own,
});

/**
 * By Jest, with a package's tests as `mutantsConfig` gathers them.
 * @param {string} packageRoot From the checkout's root.
 */
export const byJest = (packageRoot) => ({
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: {
    projectType: 'custom',
    configFile: `${packageRoot}/jest.mutants.cjs`,
    enableFindRelatedTests: false,
  },
  coverageAnalysis: 'perTest',
  // Tables are data that other tests compare row by row; each such mutant would need a whole run.
  ignoreStatic: true,
});
