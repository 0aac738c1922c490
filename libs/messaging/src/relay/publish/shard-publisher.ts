import { OperationalError } from '@outcry/kernel';
import { failpoint } from '../../failpoint';
import type { MessagingLog, MessagingMetrics } from '../../telemetry';
import { batchBytes } from './batch-plan';
import { areFew, type PendingRow } from './pending.sql';
import type { Senders, Shipment } from './send/senders';
import type { ShardStore } from './shard-store';
import { toTopicRecords } from './send/stored-record';
import type { TopicRests } from './topic-rests';

export type PublisherContext = {
  readonly shard: number;
  readonly store: ShardStore;
  readonly senders: Pick<Senders, 'send'>;
  readonly rests: TopicRests;
  /** Whether the shard may still be worked on. */
  readonly active: () => boolean;
  readonly log: MessagingLog;
  readonly metrics: MessagingMetrics;
};

/** What is done with the rows of one shard; each step throws when the lease has been lost. */
export type ShardPublisher = {
  /** Takes rows into hand: they are left out of further reads until they are deleted. */
  readonly take: (rows: readonly PendingRow[]) => void;
  readonly inHand: () => readonly string[];
  /** Sends a batch; its rows are deleted while the next one is being sent. */
  readonly send: (batch: readonly PendingRow[]) => Promise<void>;
  /** Moves a refused row out of the way, and parks its key. */
  readonly park: (row: PendingRow, refusal: OperationalError) => Promise<void>;
  /** Leaves the rows of a topic that is not there (yet) alone for a while. */
  readonly rest: (topic: string, missing: OperationalError) => void;
  /** Moves rows that were read behind a parked key. */
  readonly moveBehind: (rows: readonly PendingRow[]) => Promise<void>;
  /** Resolves when the deletion begun last has ended. */
  readonly deleted: () => Promise<void>;
  /** Resolves when all acknowledged rows are deleted; nothing is in hand after that. */
  readonly settled: () => Promise<void>;
};

const shipmentOf = (batch: readonly PendingRow[]): Omit<Shipment, 'mayRepeat'> => ({
  batches: toTopicRecords(batch),
  bytes: areFew(batch) ? batchBytes(batch) : Infinity,
});

const report = (batch: readonly PendingRow[], metrics: MessagingMetrics): void => {
  metrics.record('outbox_publish_batch_size', batch.length, {});
  for (const { topic, createdMs } of batch) {
    const seconds = Math.max(0, Date.now() - createdMs) / 1_000;
    metrics.record('outbox_commit_to_ack_seconds', seconds, { topic });
  }
};

export const shardPublisher = (context: PublisherContext): ShardPublisher => {
  const { shard, store, senders, rests, active, log, metrics } = context;
  const inHand = new Set<string>();
  let deleting: Promise<void> = Promise.resolve();

  const fenced = (isOurs: boolean): void => {
    if (isOurs) return;
    const message = `the lease of outbox shard ${shard} was lost or given up`;
    throw new OperationalError('outbox_lease_lost', message, { retryable: true });
  };

  const remove = async (batch: readonly PendingRow[]): Promise<void> => {
    await failpoint('relay.before-delete');
    const positions = batch.map(({ position }) => position);
    fenced(await store.remove(positions));
    positions.forEach((position) => inHand.delete(position));
  };

  return {
    take: (rows) => rows.forEach(({ position }) => inHand.add(position)),
    inHand: () => [...inHand],
    send: async (batch) => {
      fenced(active());
      await senders.send({ ...shipmentOf(batch), mayRepeat: active });
      rests.stored(new Set(batch.map(({ topic }) => topic)));
      report(batch, metrics);
      // One deletion at a time, so what is deleted is always a prefix of what was read.
      await deleting;
      deleting = remove(batch);
      // Awaited with the next batch or at the end; until then its failure is nobody's.
      deleting.catch(() => undefined);
    },
    park: async ({ topic, key, position }, refusal) => {
      await deleting;
      const cause = `${refusal.code}: ${refusal.message}`;
      fenced(await store.park(position, cause));
      metrics.count('outbox_parked_total', { topic, code: refusal.code });
      log.error({ topic, key, position, cause }, 'a row was refused for good; its key is parked');
    },
    rest: (topic, missing) => {
      rests.rest(topic);
      metrics.count('outbox_topic_missing_total', { topic });
      log.error({ topic, error: missing.message }, 'a topic is missing; its rows wait for it');
    },
    moveBehind: async (rows) => {
      if (rows.length === 0) return;
      const positions = rows.map(({ position }) => position);
      fenced(await store.moveBehind(positions));
    },
    deleted: () => deleting,
    settled: async () => {
      await deleting;
      inHand.clear();
    },
  };
};
