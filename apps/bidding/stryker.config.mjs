/** `npx stryker run apps/bidding/stryker.config.mjs`: how many mutants of the domain its tests kill. */
export default {
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: {
    projectType: 'custom',
    configFile: 'apps/bidding/jest.mutants.cjs',
    enableFindRelatedTests: false,
  },
  mutate: ['apps/bidding/src/domain/**/*.ts', '!apps/bidding/src/domain/**/*.spec.ts'],
  coverageAnalysis: 'perTest',
  // Tables are data that other tests compare row by row; each such mutant would need a whole run.
  ignoreStatic: true,
  // Texts are mostly sentences for people; codes, types and fields are unions that the compiler checks.
  mutator: { excludedMutations: ['StringLiteral'] },
  concurrency: 1,
  timeoutMS: 30_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'reports/mutants/bidding.json' },
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['/dist', '/.outcry', '/reports', '/docs', '/deploy', '**/dist', 'apps/*/prisma'],
  thresholds: { high: 90, low: 85, break: 85 },
};
