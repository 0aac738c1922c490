import { publishIsolating } from './isolation';
import { planBatches, type BatchLimits, type PartitionOf } from './batch-plan';
import type { PendingRow } from './pending.sql';
import { shardPublisher, type PublisherContext } from './shard-publisher';

export type DrainLimits = BatchLimits & {
  /** Rows of one read. */
  readonly readRows: number;
};

export type DrainContext = PublisherContext & {
  readonly limits: DrainLimits;
  readonly partitionOf: PartitionOf;
  /** How often the relay has been woken: a difference means that rows may have come since. */
  readonly wakes: () => number;
  /** Ends with the work, or as soon as the relay is woken. */
  readonly orWoken: (work: Promise<void>) => Promise<void>;
};

/** What a read has found, and how often the relay had been woken before it. */
export type ShardRead = { readonly rows: readonly PendingRow[]; readonly wakes: number };

type ReadContext = Pick<DrainContext, 'store' | 'limits' | 'rests' | 'wakes'>;

/** @param inHand positions that were read before and are not yet deleted */
export const readShard = async (
  { store, limits, rests, wakes }: ReadContext,
  inHand: readonly string[] = [],
): Promise<ShardRead> => {
  const wakesBefore = wakes();
  const rows = await store.read(inHand, limits.readRows, rests.resting());
  return { rows, wakes: wakesBefore };
};

/**
 * Publishes what is pending in one shard until a read finds no more, or the shard may no longer be
 * worked on. The next read runs while a batch is being sent. Whatever fails ends the drain with its
 * error; the rows are still pending, and a later drain reads them again.
 */
export const drainShard = async (context: DrainContext, first: ShardRead): Promise<void> => {
  const { limits, partitionOf, active, wakes, orWoken } = context;
  const publisher = shardPublisher(context);

  const readAhead = (): Promise<ShardRead> => {
    const reading = readShard(context, publisher.inHand());
    // Awaited after the batch in flight; until then its failure is nobody's.
    reading.catch(() => undefined);
    return reading;
  };
  const mayHaveMore = ({ rows, wakes: before }: ShardRead): boolean =>
    rows.length === limits.readRows || before !== wakes();

  /** False when the rest must be read again, or left. */
  const publishAll = async (rows: readonly PendingRow[]): Promise<boolean> => {
    for (const batch of planBatches(rows, limits, partitionOf)) {
      if (!active() || !(await publishIsolating(publisher, batch))) return false;
    }
    return true;
  };

  let next: Promise<ShardRead> | undefined = Promise.resolve(first);
  while (next !== undefined && active()) {
    const current: ShardRead = await next;
    const open = current.rows.filter(({ parked }) => !parked);
    publisher.take(open);
    await publisher.moveBehind(current.rows.filter(({ parked }) => parked));
    const ahead = mayHaveMore(current) ? readAhead() : undefined;
    if (await publishAll(open)) {
      // Rows that come while the last are deleted do not wait for that.
      if (ahead === undefined) await orWoken(publisher.deleted());
      next = ahead ?? (mayHaveMore(current) ? readAhead() : undefined);
    } else {
      await publisher.settled();
      next = readAhead();
    }
  }
  await publisher.settled();
};
