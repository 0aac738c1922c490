/** `npx stryker run apps/order-book/stryker.config.mjs`: how many mutants of the engine its tests kill. */
export default {
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: {
    projectType: 'custom',
    configFile: 'apps/order-book/jest.mutants.cjs',
    enableFindRelatedTests: false,
  },
  mutate: ['apps/order-book/src/domain/**/*.ts', '!apps/order-book/src/domain/**/*.spec.ts'],
  coverageAnalysis: 'perTest',
  // Tables and layouts are data; each such mutant would need a whole run.
  ignoreStatic: true,
  // Texts are codes that the compiler checks, or sentences for people.
  mutator: { excludedMutations: ['StringLiteral'] },
  concurrency: 1,
  timeoutMS: 30_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'reports/mutants/order-book.json' },
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['/dist', '/.outcry', '/reports', '/docs', '/deploy', '**/dist', 'apps/*/prisma'],
  thresholds: { high: 90, low: 85, break: 85 },
};
