import type { OperationalError } from '@outcry/kernel';
import type { PendingRow } from './pending.sql';
import { isMissingTopic, isRefusal } from './refusal';
import type { ShardPublisher } from './shard-publisher';

const keyOf = ({ topic, key }: PendingRow): string => JSON.stringify([topic, key]);

/**
 * Publishes a batch, and should some of it be refused for good, halves it in order until the rows
 * at fault stand alone and are parked; the others are published. A topic that the broker does not
 * know rests with its rows; those of the batch's other topics are published. False if any row was
 * parked or left: whatever was read ahead may then belong to its key or topic.
 */
export const publishIsolating = async (
  publisher: Pick<ShardPublisher, 'send' | 'park' | 'rest'>,
  batch: readonly PendingRow[],
): Promise<boolean> => {
  const parkedKeys = new Set<string>();
  let complete = true;

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

  const separate = async (rows: readonly PendingRow[], missing: OperationalError) => {
    const byTopic = Map.groupBy(rows, ({ topic }) => topic);
    if (byTopic.size > 1) {
      for (const of of byTopic.values()) await publish(of);
      return;
    }
    for (const topic of byTopic.keys()) publisher.rest(topic, missing);
    complete = false;
  };

  const publish = async (rows: readonly PendingRow[]): Promise<void> => {
    // Rows behind a key parked a moment ago stay pending; the next read finds and moves them.
    const open = rows.filter((row) => !parkedKeys.has(keyOf(row)));
    if (open.length === 0) return;
    try {
      await publisher.send(open);
    } catch (error) {
      if (isMissingTopic(error)) await separate(open, error);
      else if (isRefusal(error)) await isolate(open, error);
      else throw error;
    }
  };

  await publish(batch);
  return complete && parkedKeys.size === 0;
};
