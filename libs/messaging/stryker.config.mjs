/**
 * `npx stryker run libs/messaging/stryker.config.mjs`: how many mutants the fast tests kill. Left out is
 * what only speaks to a server (SQL, kafkajs, Redis, the composition of these): the tests against the
 * servers hold it, but are too slow to run once per mutant.
 */
const SPEAKS_TO_SERVERS = [
  'src/**/*.sql.ts',
  'src/**/cli/*.cli.ts',
  'src/cli/**',
  'src/transport/kafka/{create-topics,kafka-client,kafka-producer,kafka-transport,within}.ts',
  'src/transport/kafka/group/{first-offsets,group-probe,kafka-subscription,membership}.ts',
  'src/relay/{relay,relay-options}.ts',
  'src/relay/publish/shard-store.ts',
  'src/relay/wake/redis-wake-ups.ts',
  'src/outbox/{outbox,prisma-sql}.ts',
  'src/outbox/parked/**',
  'src/outbox/cli/run-outbox-command.ts',
  'src/consumer/{consumer,consumer-context}.ts',
  'src/consumer/{held,inbox}/**',
  'src/consumer/effect/{effect-runner,ordered-effect,positions,unordered-effect}.ts',
  'src/redrive/**',
];

export default {
  testRunner: 'jest',
  plugins: ['@stryker-mutator/jest-runner'],
  jest: {
    projectType: 'custom',
    configFile: 'libs/messaging/jest.mutants.cjs',
    enableFindRelatedTests: false,
  },
  mutate: [
    'libs/messaging/src/**/*.ts',
    '!libs/messaging/src/**/*.spec.ts',
    '!libs/messaging/src/index.ts',
    ...SPEAKS_TO_SERVERS.map((pattern) => `!libs/messaging/${pattern}`),
  ],
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  // Texts are mostly sentences for people; codes and fields are unions that the compiler checks.
  mutator: { excludedMutations: ['StringLiteral'] },
  concurrency: 1,
  timeoutMS: 5_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'reports/mutants/messaging.json' },
  tempDirName: '.stryker-tmp',
  ignorePatterns: ['/dist', '/.outcry', '/reports', '/docs', '/deploy', '**/dist', 'apps'],
  thresholds: { high: 90, low: 85, break: 85 },
};
