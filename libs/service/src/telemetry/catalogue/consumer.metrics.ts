import { counter, gauge, histogram, type Metric } from './metric';

/** What every consumer tells of itself. */
export const CONSUMER_METRICS: readonly Metric[] = [
  gauge(
    'consumer_lag',
    ['consumer', 'topic', 'partition'],
    'messages',
    'Messages behind the end of the partition, as of the last batch.',
  ),
  gauge('consumer_paused', ['consumer'], 'flag', '1 while it waits for its own database.'),
  histogram(
    'consumer_commit_to_handle_seconds',
    ['consumer'],
    'seconds',
    'From the event’s emission to its durable effect here.',
  ),
  counter('consumer_applied_total', ['consumer'], 'messages', 'Messages whose effect was applied.'),
  counter(
    'consumer_skipped_total',
    ['consumer', 'reason'],
    'messages',
    'Messages that are none of its business.',
  ),
  counter(
    'consumer_batch_split_total',
    ['consumer'],
    'batches',
    'Shared transactions that failed and were repeated one by one.',
  ),
  counter('inbox_duplicates_total', ['consumer'], 'messages', 'Repeats that the inbox suppressed.'),
  gauge('held_messages', ['consumer', 'state'], 'messages', 'Held: waiting, queued or dead.'),
  counter('held_total', ['consumer', 'cause'], 'messages', 'Messages put aside for a later try.'),
  counter('held_released_total', ['consumer'], 'messages', 'Held messages that were applied.'),
  counter('dead_letters_total', ['consumer', 'cause'], 'messages', 'Messages given up.'),
  counter('redrive_total', ['consumer', 'outcome'], 'messages', 'Redriven: applied or failed.'),
  counter(
    'projection_dropped_total',
    ['consumer', 'cause'],
    'messages',
    'Messages that a losable projection left out.',
  ),
];
