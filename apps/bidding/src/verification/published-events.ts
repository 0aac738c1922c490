import { bidding } from '@outcry/contracts';
import type { Sql, Transport } from '@outcry/messaging';
import { setTimeout as sleep } from 'node:timers/promises';

/** An event of one auction as it was, or will be, published. */
export type PublishedEvent = {
  readonly id: string;
  readonly type: string;
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

/**
 * Reads the auction's events from its topic, from the earliest on, until `isEnough` or until the
 * topic has been read to its end. Repeats are kept: they must be identical.
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
  const subscription = await transport.subscribe({
    group,
    topics: [TOPIC],
    from: 'earliest',
    onBatch: async (batch) => {
      for (const { key, value, headers, offset } of batch.records) {
        lastRecordAtMs = performance.now();
        if (key === auctionId && value !== null)
          events.push({
            id: headers['ce_id'] ?? '',
            type: headers['ce_type'] ?? '',
            sequence: Number(headers['ce_sequence']),
            data: value.toString('utf8'),
          });
        batch.done(offset);
      }
    },
  });
  try {
    const isRead = (): boolean => {
      const { assigned, lag } = subscription.progress();
      return assigned > 0 && lag === 0n && performance.now() - lastRecordAtMs > QUIET_MS;
    };
    while (!isEnough(events) && !isRead()) await sleep(50);
    return events;
  } finally {
    await subscription.stop();
  }
};
