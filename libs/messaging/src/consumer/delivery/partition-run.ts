import { failpoint, isSimulatedCrash } from '../../failpoint';
import type { IncomingRecord, PartitionBatch } from '../../transport/transport';
import type { Pace } from '../effect/pace';
import { storableKey } from '../held/storable';
import type { Delivery } from './delivery';
import type { RecordRun } from './gathered-runs';
import { dealByKey, slices } from './key-lanes';
import { createWatermark } from './watermark';

export type PartitionWork = {
  /** Decodes and finishes records of disjoint keys, in turn with those of other partitions. */
  readonly run: RecordRun;
  readonly maxBatch: number;
  readonly maxConcurrency: number;
  readonly heartbeatIntervalMs: number;
  /** True once the consumer stops. */
  readonly isStopping: () => boolean;
  /** Told of an error that the work itself did not expect. */
  readonly onDefect: (error: unknown) => void;
  readonly finished: (deliveries: readonly Delivery[]) => void;
};

/** Members that work for long stay in the group; a lost partition ends the work instead. */
const keepAlive = (
  batch: PartitionBatch,
  everyMs: number,
): { lost: () => boolean; end: () => void } => {
  let lost = false;
  const timer = setInterval(() => {
    batch.heartbeat().catch(() => {
      lost = true;
    });
  }, everyMs);
  return { lost: () => lost, end: () => clearInterval(timer) };
};

/**
 * Works through a partition's batch: per key in order, across keys at once, and commits only the
 * lowest unfinished offset. It never throws into the client.
 */
export const runPartition = async (batch: PartitionBatch, work: PartitionWork): Promise<void> => {
  const { records } = batch;
  const watermark = createWatermark(records.map(({ offset }) => offset));
  const membership = keepAlive(batch, work.heartbeatIntervalMs);
  let failed = false;
  const pace: Pace = {
    isStale: () => failed || work.isStopping() || membership.lost() || batch.isStale(),
    finished: (done) => {
      work.finished(done);
      if (failed) return;
      let end: bigint | null = null;
      for (const { record } of done) end = watermark.finish(record.offset) ?? end;
      if (end !== null) batch.done(end);
    },
  };
  const lanes = dealByKey(
    records,
    ({ key }) => storableKey(key ?? ''),
    Math.min(work.maxConcurrency, Math.ceil(records.length / work.maxBatch)),
  );
  const runLane = async (lane: readonly IncomingRecord[]): Promise<void> => {
    try {
      for (const slice of slices(lane, work.maxBatch)) {
        if (pace.isStale()) return;
        await failpoint('consumer.polled');
        await work.run(slice, pace);
        await failpoint('consumer.done');
      }
    } catch (error) {
      failed = true;
      if (!isSimulatedCrash(error)) work.onDefect(error);
    }
  };
  try {
    await Promise.all(lanes.map(runLane));
  } finally {
    membership.end();
  }
};
