/**
 * When somebody must look. Labels: every series carries `service`, which the scrape configuration
 * gives. Thresholds are those of docs/runbooks; each alert fires and stays quiet in a test.
 *
 * @typedef {{
 *   name: string,
 *   expr: string,
 *   forMinutes: number,
 *   severity: 'critical' | 'warning',
 *   runbook: string,
 *   summary: string,
 * }} Alert
 */

/** @param {number} q @param {string} metric @param {string} [matchers] */
const quantile = (q, metric, matchers = '') =>
  `histogram_quantile(${q}, sum by (le, service) (rate(${metric}_bucket${matchers}[5m])))`;

const REQUESTS = 'http_server_request_duration_seconds';

/** Streams last as long as their readers stay. */
const NO_STREAMS = '{route!~".*(live|stream).*"}';

/** @type {readonly (readonly [string, string, number, Alert['severity'], string, string])[]} */
const ROWS = [
  [
    'ServiceDown',
    'min by (service) (up) < 1',
    1,
    'critical',
    'service-down',
    'does not answer its scrape',
  ],
  [
    'AuditStopped',
    'time() - max by (service, invariant) (outcry_invariant_checked_timestamp_seconds) > 300',
    1,
    'warning',
    'audit-stopped',
    'an invariant has not been looked at for 5 min',
  ],
  [
    'AuditFails',
    'sum by (service, invariant) (increase(outcry_invariant_check_failures_total[10m])) > 2',
    0,
    'warning',
    'audit-stopped',
    'an invariant cannot be looked at',
  ],
  [
    'OutboxBacklog',
    'max by (service, shard) (outbox_oldest_pending_seconds) > 60',
    1,
    'critical',
    'outbox-backlog-grows',
    'events wait to be published',
  ],
  [
    'OutboxSendFailures',
    'sum by (service, code) (rate(outbox_send_failures_total[5m])) > 0.1',
    2,
    'warning',
    'kafka-down',
    'Kafka does not take batches',
  ],
  [
    'OutboxWithoutRelay',
    'sum by (service) (outbox_leases_held) < 1',
    2,
    'critical',
    'outbox-backlog-grows',
    'no replica relays the outbox',
  ],
  [
    'OutboxLeasesFlap',
    'max by (service, shard) (changes(outbox_lease_epoch[10m])) > 5',
    0,
    'warning',
    'outbox-backlog-grows',
    'shards change hands again and again',
  ],
  [
    'OutboxKeyParked',
    'max by (service, shard) (outbox_parked_keys) > 0',
    0,
    'critical',
    'outbox-key-parked',
    'a key waits for a person',
  ],
  [
    'OutboxTopicMissing',
    'sum by (service, topic) (increase(outbox_topic_missing_total[5m])) > 0',
    0,
    'critical',
    'kafka-down',
    'a topic does not exist',
  ],
  [
    'OutboxDeadRows',
    'max by (service) (outbox_dead_rows) > 200000',
    10,
    'warning',
    'outbox-backlog-grows',
    'vacuum does not keep up',
  ],
  [
    'OutboxProducersReplaced',
    'sum by (service) (rate(outbox_producer_replacements_total[5m])) > 0.1',
    2,
    'warning',
    'kafka-down',
    'producers are given up again and again',
  ],
  [
    'OutboxSlow',
    `${quantile(0.99, 'outbox_commit_to_ack_seconds')} > 1`,
    5,
    'warning',
    'outbox-backlog-grows',
    'events take over a second to reach Kafka',
  ],
  [
    'ConsumerLags',
    'sum by (service, consumer) (consumer_lag) > 10000',
    5,
    'warning',
    'consumer-stalled',
    'a consumer is far behind',
  ],
  [
    'ConsumerPaused',
    'max by (service, consumer) (consumer_paused) > 0',
    1,
    'critical',
    'database-unreachable',
    'a consumer waits for its database',
  ],
  [
    'ConsumerSlow',
    `${quantile(0.99, 'consumer_commit_to_handle_seconds')} > 5`,
    5,
    'warning',
    'consumer-stalled',
    'effects come over 5 s after their cause',
  ],
  [
    'ConsumerSplitsBatches',
    'sum by (service, consumer) (rate(consumer_batch_split_total[5m])) > 1',
    5,
    'warning',
    'held-messages-wait',
    'shared transactions fail all the time',
  ],
  [
    'DuplicatesMany',
    'sum by (service, consumer) (rate(inbox_duplicates_total[5m])) / sum by (service, consumer) (rate(consumer_applied_total[5m])) > 0.5',
    10,
    'warning',
    'consumer-stalled',
    'every second message is a repeat',
  ],
  [
    'DeadLetters',
    'max by (service, consumer) (held_messages{state="dead"}) > 0',
    0,
    'critical',
    'dead-letters',
    'messages were given up',
  ],
  [
    'HeldMessages',
    'sum by (service, consumer) (held_messages{state!="dead"}) > 100',
    5,
    'warning',
    'held-messages-wait',
    'many messages wait for another try',
  ],
  [
    'RedriveFails',
    'sum by (service, consumer) (increase(redrive_total{outcome="failed"}[10m])) > 0',
    0,
    'warning',
    'dead-letters',
    'redriven messages failed again',
  ],
  [
    'ProjectionDrops',
    'sum by (service, consumer) (increase(projection_dropped_total[10m])) > 0',
    0,
    'warning',
    'dead-letters',
    'a projection left messages out',
  ],
  [
    'RedisDown',
    'min by (service) (redis_up) < 1',
    1,
    'warning',
    'redis-lost',
    'Redis is away: live rooms poll',
  ],
  [
    'BreakerOpen',
    'max by (service, breaker) (breaker_state) >= 2',
    1,
    'critical',
    'service-down',
    'calls to another side are held back',
  ],
  [
    'HttpErrors',
    `sum by (service) (rate(${REQUESTS}_count{status=~"5.."}[5m])) / sum by (service) (rate(${REQUESTS}_count[5m])) > 0.02`,
    2,
    'critical',
    'service-down',
    'over 2 % of the answers are errors of ours',
  ],
  [
    'HttpSlow',
    `${quantile(0.99, REQUESTS, NO_STREAMS)} > 1`,
    5,
    'warning',
    'service-slow',
    'one answer in a hundred takes over a second',
  ],
  [
    'TransactionsRepeat',
    'sum by (service, code) (rate(database_transactions_repeated_total[5m])) > 10',
    5,
    'warning',
    'service-slow',
    'transactions collide',
  ],
  [
    'RateLimitsFailOpen',
    'sum by (service) (rate(gateway_rate_limit_failed_open_total[5m])) > 0',
    1,
    'warning',
    'redis-lost',
    'rate limits let everything pass',
  ],
  [
    'EventLoopLate',
    'max by (service) (event_loop_delay_p99_seconds) > 0.25',
    5,
    'warning',
    'service-slow',
    'the process has too much to do',
  ],
  [
    'ProcessorBusy',
    'max by (service) (rate(process_cpu_seconds_total[5m])) > 0.9',
    10,
    'warning',
    'service-slow',
    'a replica uses its whole core',
  ],
  [
    'MemoryHigh',
    'max by (service) (process_resident_memory_bytes) > 536870912',
    10,
    'warning',
    'service-slow',
    'a replica holds over 512 MB',
  ],
];

/** @param {string} name */
const pascal = (name) => name.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase());

/** Nobody may sleep while one of these does not hold. */
const OF_MONEY = /^(ledger|exposure|auction|sold|settlement)/;

/** @param {{ name: string, runbook: string }} invariant @returns {Alert} */
const alertOf = ({ name, runbook }) => ({
  name: `OutcryInvariant${pascal(name)}`,
  expr: `max by (service, invariant) (outcry_invariant_violations{invariant="${name}"}) > 0`,
  forMinutes: 0,
  severity: OF_MONEY.test(name) ? 'critical' : 'warning',
  runbook,
  summary: `the invariant ${name} does not hold; /health/audit has the details`,
});

/**
 * @param {readonly { name: string, runbook: string }[]} invariants
 * @returns {Alert[]}
 */
export const alertsOf = (invariants) => [
  ...ROWS.map(([name, expr, forMinutes, severity, runbook, summary]) => ({
    ...{ name: `Outcry${name}`, expr, forMinutes, severity, runbook, summary },
  })),
  ...invariants.map(alertOf),
];
