import { isOperationalError, OperationalError } from '@outcry/kernel';
import { failpoint } from '../failpoint';
import type { Database } from '../sql';
import type { MessagingLog, MessagingMetrics } from '../telemetry';
import { toTopicRecords } from './batch-plan';
import type { Lease } from './lease-keeper';
import { moveBehindParked, parkRow } from './parking.sql';
import { deletePublished, type PendingRow } from './pending.sql';
import type { Sender } from './sender';

export type PublisherContext = {
  readonly database: Database;
  readonly owner: string;
  readonly lease: Lease;
  readonly sender: Sender;
  /** Whether the shard may still be worked on. */
  readonly active: () => boolean;
  readonly log: MessagingLog;
  readonly metrics: MessagingMetrics;
};

export type ShardPublisher = {
  /** Takes rows into hand: they are left out of further reads until they are deleted. */
  readonly take: (rows: readonly PendingRow[]) => void;
  readonly inHand: () => readonly string[];
  /**
   * Publishes and deletes one batch. False when some of it was refused for good: those rows are
   * parked, the others published, and everything read ahead must be read again.
   */
  readonly publish: (batch: readonly PendingRow[]) => Promise<boolean>;
  /** Moves rows that were read behind a parked key. */
  readonly moveBehind: (rows: readonly PendingRow[]) => Promise<void>;
  /** Resolves when all acknowledged rows are deleted; nothing is in hand after that. */
  readonly settled: () => Promise<void>;
};

const isRefusal = (error: unknown): error is OperationalError =>
  isOperationalError(error) && !error.retryable;

const keyOf = ({ topic, key }: PendingRow): string => JSON.stringify([topic, key]);

/** Publishes batches of one shard in order; a batch is deleted while the next is being sent. */
export const shardPublisher = (context: PublisherContext): ShardPublisher => {
  const { database, owner, lease, sender, active, log, metrics } = context;
  const inHand = new Set<string>();
  const parkedKeys = new Set<string>();
  let deleting: Promise<void> = Promise.resolve();

  const fenced = (isOurs: boolean): void => {
    if (isOurs) return;
    const message = `the lease of outbox shard ${lease.shard} was lost`;
    throw new OperationalError('outbox_lease_lost', message, { retryable: true });
  };

  const remove = async (batch: readonly PendingRow[]): Promise<void> => {
    await failpoint('relay.before-delete');
    const positions = batch.map(({ position }) => position);
    fenced(await deletePublished(database, owner, lease, positions));
    positions.forEach((position) => inHand.delete(position));
  };

  const report = (batch: readonly PendingRow[]): void => {
    metrics.record('outbox_publish_batch_size', batch.length, {});
    for (const { topic, createdMs } of batch) {
      const seconds = Math.max(0, Date.now() - createdMs) / 1_000;
      metrics.record('outbox_commit_to_ack_seconds', seconds, { topic });
    }
  };

  const send = async (batch: readonly PendingRow[]): Promise<void> => {
    fenced(active());
    await sender.send(toTopicRecords(batch), active);
    report(batch);
    // One deletion at a time, so what is deleted is always a prefix of what was read.
    await deleting;
    deleting = remove(batch);
    // Awaited with the next batch or at the end; until then its failure is nobody's.
    deleting.catch(() => undefined);
  };

  const park = async (row: PendingRow, refusal: OperationalError): Promise<void> => {
    const { topic, key, position } = row;
    await deleting;
    const cause = `${refusal.code}: ${refusal.message}`;
    fenced(await parkRow(database, owner, lease, position, cause));
    parkedKeys.add(keyOf(row));
    metrics.count('outbox_parked_total', { topic, code: refusal.code });
    log.error({ topic, key, position, cause }, 'a row was refused for good; its key is parked');
  };

  /** Halves what was refused, in order, until the rows at fault stand alone. */
  const isolate = async (rows: readonly PendingRow[], refusal: OperationalError): Promise<void> => {
    const [first] = rows;
    if (first === undefined) return;
    if (rows.length === 1) return park(first, refusal);
    const middle = Math.ceil(rows.length / 2);
    await sendOrIsolate(rows.slice(0, middle));
    await sendOrIsolate(rows.slice(middle));
  };

  const sendOrIsolate = async (rows: readonly PendingRow[]): Promise<boolean> => {
    // Rows behind a key parked a moment ago stay pending; the next read finds and moves them.
    const open = rows.filter((row) => !parkedKeys.has(keyOf(row)));
    if (open.length === 0) return false;
    try {
      await send(open);
      return open.length === rows.length;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await isolate(open, error);
      return false;
    }
  };

  return {
    take: (rows) => rows.forEach(({ position }) => inHand.add(position)),
    inHand: () => [...inHand],
    publish: sendOrIsolate,
    moveBehind: async (rows) => {
      if (rows.length === 0) return;
      const positions = rows.map(({ position }) => position);
      fenced(await moveBehindParked(database, owner, lease, positions));
    },
    settled: async () => {
      await deleting;
      inHand.clear();
      parkedKeys.clear();
    },
  };
};
