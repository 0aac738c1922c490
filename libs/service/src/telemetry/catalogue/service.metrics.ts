import { counter, gauge, histogram, type Metric } from './metric';

/** What every service tells, and what the gateway alone tells. */
export const SERVICE_METRICS: readonly Metric[] = [
  histogram(
    'http_server_request_duration_seconds',
    ['method', 'route', 'status'],
    'seconds',
    'From the request’s head to the end of the answer.',
  ),
  counter(
    'database_transactions_repeated_total',
    ['code'],
    'transactions',
    'Run again after a deadlock, a serialization failure or a lost race for a key.',
  ),
  gauge('redis_up', [], 'flag', '1 while Redis is reachable.'),
  gauge('breaker_state', ['breaker'], 'state', '0 closed, 1 half open, 2 open.'),
  counter(
    'breaker_calls_total',
    ['breaker', 'outcome'],
    'calls',
    'Calls by outcome: success, failure, timeout, reject, semaphorelocked.',
  ),
  gauge(
    'outcry_invariant_violations',
    ['invariant'],
    'findings',
    'Things found that break this invariant; 0 is the only good value.',
  ),
  gauge(
    'outcry_invariant_checked_timestamp_seconds',
    ['invariant'],
    'seconds',
    'When this invariant was last looked at, since the epoch.',
  ),
  counter(
    'outcry_invariant_check_failures_total',
    ['invariant'],
    'looks',
    'Looks at this invariant that failed, by a timeout for instance.',
  ),
  gauge('process_resident_memory_bytes', [], 'bytes', 'Memory that the process occupies.'),
  gauge('process_heap_used_bytes', [], 'bytes', 'JavaScript heap in use.'),
  counter('process_cpu_seconds_total', [], 'seconds', 'Processor time used, user and system.'),
  gauge(
    'event_loop_delay_p99_seconds',
    [],
    'seconds',
    'How late timers ran, 99th percentile since the last scrape.',
  ),
  gauge('gateway_live_readers', [], 'connections', 'Open live streams.'),
  gauge('gateway_live_rooms', [], 'rooms', 'Auctions that somebody watches here.'),
  counter(
    'gateway_rate_limit_limited_total',
    ['audience'],
    'requests',
    'Requests refused with 429.',
  ),
  counter(
    'gateway_rate_limit_failed_open_total',
    ['audience'],
    'requests',
    'Requests let through because Redis was away.',
  ),
];
