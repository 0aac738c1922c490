import type { Clock } from '@outcry/kernel';
import type { Labels, MessagingMetrics } from '../../telemetry';
import type { PartitionBatch } from '../../transport/transport';
import type { Delivery } from './delivery';

/** Reports lag per partition and the time from a message's emission to its durable effect. */
export type ProgressMeter = {
  readonly finished: (batch: PartitionBatch, deliveries: readonly Delivery[]) => void;
};

/** Reads instants; those of events that were emitted together are the same text. */
const instants = (): ((text: string) => number) => {
  let lastText = '';
  let lastMs = NaN;
  return (text) => {
    if (text !== lastText) {
      lastText = text;
      lastMs = Date.parse(text);
    }
    return lastMs;
  };
};

export const progressMeter = (
  metrics: MessagingMetrics,
  labels: Labels,
  clock: Clock,
): ProgressMeter => ({
  finished: (batch, deliveries) => {
    const now = clock.nowMs();
    const msOf = instants();
    let last = -1n;
    for (const delivery of deliveries) {
      const { record, content, headers } = delivery;
      if (record.offset > last) last = record.offset;
      if (content.kind === 'skipped') {
        metrics.count('consumer_skipped_total', { ...labels, reason: content.reason });
        continue;
      }
      const emittedMs = msOf(headers.ce_time ?? '');
      if (!Number.isNaN(emittedMs)) {
        const seconds = Math.max(0, now - emittedMs) / 1000;
        metrics.record('consumer_commit_to_handle_seconds', seconds, labels);
      }
    }
    const lag = batch.highWatermark - last - 1n;
    metrics.gauge('consumer_lag', Number(lag > 0n ? lag : 0n), {
      ...labels,
      topic: batch.topic,
      partition: batch.partition.toString(),
    });
  },
});
