import { randomUUID } from 'node:crypto';
import { openSse, type ReceivedEvent, type SseClient } from '@outcry/testing';
import type { Redis } from 'ioredis';
import { json } from './fake-service';
import type { GatewayUnderTest } from './gateway-under-test';

export const stateAt = (seq: number) => ({ status: 'open', bidCount: seq });

export const frameText = (fromSeq: number, seq: number, more: object = {}): string =>
  JSON.stringify({
    fromSeq,
    seq,
    auction: stateAt(seq),
    bids: [{ bidId: `b${seq}`, sequence: seq }],
    kinds: ['bid-placed'],
    ...more,
  });

/** Auctions as bidding answers them, frames as notification publishes them, and readers. */
export const liveScene = (gateway: GatewayUnderTest, redis: Redis) => {
  const sequences = new Map<string, number>();
  const reads = new Map<string, number>();
  const clients: SseClient[] = [];

  gateway.bidding.answer = ({ url }, response) => {
    const auctionId = url.split('/').at(-1) ?? '';
    reads.set(auctionId, (reads.get(auctionId) ?? 0) + 1);
    const sequence = sequences.get(auctionId);
    if (sequence === undefined) return json(response, 404, { code: 'not_found' });
    json(response, 200, {
      auctionId,
      sequence,
      auction: stateAt(sequence),
      lot: { title: 'Lamp' },
    });
  };

  return {
    /** The snapshot's sequence from now on. */
    moveTo: (auctionId: string, sequence: number): void => void sequences.set(auctionId, sequence),
    readsOf: (auctionId: string): number => reads.get(auctionId) ?? 0,
    anAuction: (sequence: number): string => {
      const auctionId = randomUUID();
      sequences.set(auctionId, sequence);
      return auctionId;
    },
    /** What notification does: the window, then the room. */
    publish: async (auctionId: string, fromSeq: number, seq = fromSeq, more: object = {}) => {
      const text = frameText(fromSeq, seq, more);
      await redis.rpush(`live-window:default:${auctionId}`, text);
      await redis.publish(`live:default:${auctionId}`, text);
    },
    watch: async (auctionId: string, headers: Record<string, string> = {}): Promise<SseClient> => {
      const client = await openSse(`${gateway.url}/v1/auctions/${auctionId}/live`, headers);
      clients.push(client);
      return client;
    },
    closeReaders: (): void => {
      for (const client of clients.splice(0)) client.close();
    },
  };
};

/**
 * Asserts that every frame begins where the event before it ended; returns the last position.
 */
export const expectTiles = (events: readonly ReceivedEvent[]): number => {
  let position = -1;
  for (const { event, data } of events) {
    if (event === 'snapshot' || event === 'reset') position = data['sequence'] as number;
    if (event !== 'frame') continue;
    expect(data['fromSeq']).toBe(position + 1);
    position = data['seq'] as number;
  }
  return position;
};
