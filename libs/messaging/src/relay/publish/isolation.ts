import type { OperationalError } from '@outcry/kernel';
import type { PendingRow } from './pending.sql';
import { isRefusal } from './refusal';
import type { ShardPublisher } from './shard-publisher';

const keyOf = ({ topic, key }: PendingRow): string => JSON.stringify([topic, key]);

/**
 * Publishes a batch, and should some of it be refused for good, halves it in order until the rows
 * at fault stand alone and are parked; the others are published. False if any row was parked:
 * whatever was read ahead may then belong to its key.
 */
export const publishIsolating = async (
  publisher: Pick<ShardPublisher, 'send' | 'park'>,
  batch: readonly PendingRow[],
): Promise<boolean> => {
  const parkedKeys = new Set<string>();

  const isolate = async (rows: readonly PendingRow[], refusal: OperationalError): Promise<void> => {
    const [first] = rows;
    if (first !== undefined && rows.length === 1) {
      await publisher.park(first, refusal);
      parkedKeys.add(keyOf(first));
      return;
    }
    const middle = Math.ceil(rows.length / 2);
    await publish(rows.slice(0, middle));
    await publish(rows.slice(middle));
  };

  const publish = async (rows: readonly PendingRow[]): Promise<void> => {
    // Rows behind a key parked a moment ago stay pending; the next read finds and moves them.
    const open = rows.filter((row) => !parkedKeys.has(keyOf(row)));
    if (open.length === 0) return;
    try {
      await publisher.send(open);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await isolate(open, error);
    }
  };

  await publish(batch);
  return parkedKeys.size === 0;
};
