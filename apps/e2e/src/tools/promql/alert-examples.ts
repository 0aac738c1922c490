import type { Labels, Series } from './evaluate-rule';

type Shape = (minute: number) => number;

/** What a series of each kind looks like; times in minutes, the test looks at minute 60. */
const always =
  (value: number): Shape =>
  () =>
    value;
const since =
  (minute: number, value: number, before = 0): Shape =>
  (now) =>
    now >= minute ? value : before;
/** A counter that grows by so much a minute. */
const growing =
  (perMinute: number): Shape =>
  (now) =>
    now * perMinute;

const one = (name: string, at: Shape, labels: Labels = {}): readonly Series[] => [
  { name, labels: { service: 'bidding', ...labels }, at },
];

/** Calls a minute that take at most 0.1 s, and those that take up to 10 s. */
const durations = (name: string, fast: number, slow: number, labels: Labels = {}) => [
  ...one(`${name}_bucket`, growing(fast), { ...labels, le: '0.1' }),
  ...one(`${name}_bucket`, growing(fast + slow), { ...labels, le: '10' }),
  ...one(`${name}_bucket`, growing(fast + slow), { ...labels, le: '+Inf' }),
];

type Example = { readonly fires: readonly Series[]; readonly quiet: readonly Series[] };

/** One metric whose value decides. */
const value = (name: string, bad: Shape, good: Shape, labels: Labels = {}): Example => ({
  fires: one(name, bad, labels),
  quiet: one(name, good, labels),
});

const slow = (name: string, labels: Labels = {}): Example => ({
  fires: durations(name, 90, 10, labels),
  quiet: durations(name, 995, 5, labels),
});

const REQUESTS = 'http_server_request_duration_seconds';
const CONSUMER = { consumer: 'bidding.ledger-answers' };

const answers = (errors: number): readonly Series[] => [
  ...one(`${REQUESTS}_count`, growing(1_000), { status: '200', route: '/v1/sales' }),
  ...one(`${REQUESTS}_count`, growing(errors), { status: '503', route: '/v1/sales' }),
];

/** What each alert is for, and what it must not be disturbed by. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  OutcryServiceDown: value('up', since(58, 0, 1), since(60, 0, 1)),
  OutcryAuditStopped: value(
    'outcry_invariant_checked_timestamp_seconds',
    always(50 * 60),
    (now) => now * 60 - 30,
  ),
  OutcryAuditFails: value('outcry_invariant_check_failures_total', growing(1), since(55, 1)),
  OutcryOutboxBacklog: value('outbox_oldest_pending_seconds', since(58, 90), since(60, 90)),
  OutcryOutboxSendFailures: value('outbox_send_failures_total', growing(10), since(58, 3)),
  OutcryOutboxWithoutRelay: {
    fires: one('outbox_leases_held', since(57, 0, 8)),
    quiet: [
      ...one('outbox_leases_held', always(0), { instance: 'a' }),
      ...one('outbox_leases_held', always(8), { instance: 'b' }),
    ],
  },
  OutcryOutboxLeasesFlap: value('outbox_lease_epoch', growing(1), since(55, 2, 1)),
  OutcryOutboxKeyParked: value('outbox_parked_keys', always(1), always(0), { shard: '3' }),
  OutcryOutboxTopicMissing: value('outbox_topic_missing_total', since(58, 1), always(7)),
  OutcryOutboxDeadRows: value('outbox_dead_rows', always(300_000), since(55, 300_000)),
  OutcryOutboxProducersReplaced: value(
    'outbox_producer_replacements_total',
    growing(10),
    since(58, 3),
  ),
  OutcryOutboxSlow: slow('outbox_commit_to_ack_seconds', { topic: 't' }),
  OutcryConsumerLags: {
    fires: [
      ...one('consumer_lag', always(6_000), { ...CONSUMER, partition: '0' }),
      ...one('consumer_lag', always(6_000), { ...CONSUMER, partition: '1' }),
    ],
    quiet: one('consumer_lag', since(57, 20_000), CONSUMER),
  },
  OutcryConsumerPaused: value('consumer_paused', since(58, 1), since(60, 1), CONSUMER),
  OutcryConsumerSlow: slow('consumer_commit_to_handle_seconds', CONSUMER),
  OutcryConsumerSplitsBatches: value('consumer_batch_split_total', growing(90), growing(30)),
  OutcryDuplicatesMany: {
    fires: [
      ...one('inbox_duplicates_total', growing(60), CONSUMER),
      ...one('consumer_applied_total', growing(100), CONSUMER),
    ],
    quiet: [
      ...one('inbox_duplicates_total', growing(10), CONSUMER),
      ...one('consumer_applied_total', growing(100), CONSUMER),
    ],
  },
  OutcryDeadLetters: {
    fires: one('held_messages', always(1), { ...CONSUMER, state: 'dead' }),
    quiet: one('held_messages', always(9), { ...CONSUMER, state: 'waiting' }),
  },
  OutcryHeldMessages: {
    fires: [
      ...one('held_messages', always(60), { ...CONSUMER, state: 'waiting' }),
      ...one('held_messages', always(60), { ...CONSUMER, state: 'queued' }),
    ],
    quiet: one('held_messages', always(500), { ...CONSUMER, state: 'dead' }),
  },
  OutcryRedriveFails: {
    fires: one('redrive_total', since(55, 1), { ...CONSUMER, outcome: 'failed' }),
    quiet: one('redrive_total', growing(5), { ...CONSUMER, outcome: 'applied' }),
  },
  OutcryProjectionDrops: value('projection_dropped_total', since(55, 1), always(4), CONSUMER),
  OutcryRedisDown: value('redis_up', since(58, 0, 1), since(60, 0, 1)),
  OutcryBreakerOpen: value('breaker_state', since(58, 2), since(58, 1), { breaker: 'bidding' }),
  OutcryHttpErrors: { fires: answers(50), quiet: answers(5) },
  OutcryHttpSlow: {
    fires: durations(REQUESTS, 90, 10, { route: '/v1/sales' }),
    quiet: durations(REQUESTS, 1, 99, { route: '/v1/auctions/{auctionId}/live' }),
  },
  OutcryTransactionsRepeat: value(
    'database_transactions_repeated_total',
    growing(900),
    growing(60),
  ),
  OutcryRateLimitsFailOpen: value('gateway_rate_limit_failed_open_total', growing(5), always(100)),
  OutcryEventLoopLate: value('event_loop_delay_p99_seconds', always(0.4), since(57, 0.4)),
  OutcryProcessorBusy: value('process_cpu_seconds_total', growing(58), growing(30)),
  OutcryMemoryHigh: value('process_resident_memory_bytes', always(6e8), always(2e8)),
};
