import { counter, gauge, histogram, type Metric } from './metric';

/** What every relay tells of its service's outbox. */
export const OUTBOX_METRICS: readonly Metric[] = [
  gauge('outbox_pending_rows', ['shard'], 'rows', 'Rows not yet published; counted up to 10,000.'),
  gauge(
    'outbox_oldest_pending_seconds',
    ['shard'],
    'seconds',
    'Age of the oldest row not yet published; 0 when there is none.',
  ),
  gauge('outbox_parked_keys', ['shard'], 'keys', 'Keys that wait for a person.'),
  gauge('outbox_dead_rows', [], 'rows', 'Deleted rows that vacuum has not cleaned up yet.'),
  gauge('outbox_leases_held', [], 'shards', 'Shards that this replica relays.'),
  gauge('outbox_lease_epoch', ['shard'], 'epochs', 'How often the shard has changed hands.'),
  histogram('outbox_publish_batch_size', [], 'rows', 'Rows sent to Kafka at once.'),
  histogram(
    'outbox_commit_to_ack_seconds',
    ['topic'],
    'seconds',
    'From the row’s insert to Kafka’s acknowledgement.',
  ),
  counter('outbox_parked_total', ['topic', 'code'], 'keys', 'Keys parked, by the broker’s reason.'),
  counter(
    'outbox_topic_missing_total',
    ['topic'],
    'batches',
    'Batches that wait because their topic does not exist.',
  ),
  counter('outbox_send_failures_total', ['code'], 'batches', 'Batches that Kafka did not take.'),
  counter(
    'outbox_producer_replacements_total',
    ['code'],
    'producers',
    'Producers given up after an error that left the outcome open.',
  ),
];
