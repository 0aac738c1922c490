import type { PendingRow } from './pending.sql';

export type BatchLimits = {
  /** Bytes of one send, all topics together. */
  readonly maxBatchBytes: number;
  /**
   * Bytes of one send that go to one partition. Below the topic's largest record batch, since the
   * broker stores or refuses a partition's part as a whole.
   */
  readonly maxPartitionBytes: number;
};

export type PartitionOf = (topic: string, key: string) => number;

/** What the record format takes beside a row's own bytes, generously. */
const ROW_OVERHEAD_BYTES = 64;

export const rowBytes = ({ key, headers, payload }: PendingRow): number =>
  Buffer.byteLength(key) +
  Buffer.byteLength(headers) +
  Buffer.byteLength(payload ?? '') +
  ROW_OVERHEAD_BYTES;

export const batchBytes = (rows: readonly PendingRow[]): number =>
  rows.reduce((bytes, row) => bytes + rowBytes(row), 0);

/**
 * Cuts rows, which stay in order, into batches within the limits. A row too big for its partition's
 * limit is a batch of its own, so that its refusal touches no other row.
 */
export const planBatches = (
  rows: readonly PendingRow[],
  { maxBatchBytes, maxPartitionBytes }: BatchLimits,
  partitionOf: PartitionOf,
): readonly (readonly PendingRow[])[] => {
  const batches: PendingRow[][] = [];
  let batchBytes = 0;
  let byPartition = new Map<string, number>();
  for (const row of rows) {
    const bytes = rowBytes(row);
    const partition = `${row.topic}/${partitionOf(row.topic, row.key)}`;
    const partitionBytes = (byPartition.get(partition) ?? 0) + bytes;
    const current = batches.at(-1);
    const fits = batchBytes + bytes <= maxBatchBytes && partitionBytes <= maxPartitionBytes;
    if (current !== undefined && fits) {
      current.push(row);
      batchBytes += bytes;
      byPartition.set(partition, partitionBytes);
      continue;
    }
    batches.push([row]);
    // Nothing fits beside an oversized row.
    batchBytes = bytes > maxPartitionBytes ? Infinity : bytes;
    byPartition = new Map([[partition, bytes]]);
  }
  return batches;
};
