import { byJest, strykerConfig } from '../../tools/mutants/stryker-config.mjs';

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
  'src/audit/{inbox-invariants,outbox-invariants,invariant}.ts',
];

export default strykerConfig('messaging', {
  ...byJest('libs/messaging'),
  mutate: [
    'libs/messaging/src/**/*.ts',
    '!libs/messaging/src/**/*.spec.ts',
    '!libs/messaging/src/index.ts',
    ...SPEAKS_TO_SERVERS.map((pattern) => `!libs/messaging/${pattern}`),
  ],
  timeoutMS: 5_000,
  ignorePatterns: ['/dist', '/.outcry', '/reports', '/docs', '/deploy', '**/dist', 'apps'],
});
