import { bidding } from '@outcry/contracts';
import type { Sql, Transport } from '@outcry/messaging';
import { setTimeout as sleep } from 'node:timers/promises';

/** An event of one auction as it was, or will be, published. */
export type PublishedEvent = {
  readonly id: string;
  readonly type: string;
  /** -1 for one that has none: it is no event of an auction. */
  readonly sequence: number;
  /** JSON text. */
  readonly data: string;
};

const TOPIC = bidding.biddingAuctionV1Topic.name;

const PENDING = `
SELECT id, type, sequence::int AS sequence, payload AS data FROM outbox
 WHERE topic = $1 AND key = $2
UNION ALL
SELECT id, type, sequence::int, payload FROM outbox_parked WHERE topic = $1 AND key = $2`;

/** Events that wait in the outbox, parked ones included. */
export const pendingEvents = async (
  sql: Sql,
  auctionId: string,
): Promise<readonly PublishedEvent[]> =>
  (await sql.query<PublishedEvent>(PENDING, [TOPIC, auctionId])).rows;

/** How long the reading goes on after the last record, when something is still missing. */
const QUIET_MS = 3_000;

const sequenceOf = (text: string | undefined): number => {
  const sequence = Number(text);
  return Number.isSafeInteger(sequence) ? sequence : -1;
};

/**
 * Reads the auction's events from its topic, from the earliest to the end of its partition as that
 * is after the call, and on until `isEnough` or nothing more comes. Repeats are kept: they must be
 * identical.
 *
 * @param group a consumer group of this reading only
 */
export const readPublished = async (
  transport: Transport,
  group: string,
  auctionId: string,
  isEnough: (events: readonly PublishedEvent[]) => boolean,
): Promise<readonly PublishedEvent[]> => {
  const events: PublishedEvent[] = [];
  let lastRecordAtMs = performance.now();
  /** The auction's events are all in one, known from the first of them on. */
  let partition: number | undefined;
  let isAtEnd = false;
  const subscription = await transport.subscribe({
    group,
    topics: [TOPIC],
    from: 'earliest',
    onBatch: async (batch) => {
      for (const { key, value, headers, offset } of batch.records) {
        lastRecordAtMs = performance.now();
        if (key === auctionId) partition = batch.partition;
        if (key === auctionId && value !== null)
          events.push({
            id: headers['ce_id'] ?? '',
            type: headers['ce_type'] ?? '',
            sequence: sequenceOf(headers['ce_sequence']),
            data: value.toString('utf8'),
          });
        batch.done(offset);
        if (batch.partition === partition) isAtEnd ||= offset + 1n >= batch.highWatermark;
      }
    },
  });
  try {
    const isRead = (): boolean => {
      const { assigned, lag } = subscription.progress();
      return assigned > 0 && lag === 0n && performance.now() - lastRecordAtMs > QUIET_MS;
    };
    while (!(isAtEnd && isEnough(events)) && !isRead()) await sleep(50);
    return events;
  } finally {
    await subscription.stop();
  }
};
