import { randomUUID } from 'node:crypto';
import type { Marketplace } from '@outcry/demo';
import { eventually, openSse, type SseClient } from '@outcry/testing';
import { admit, newTenant, openAuction, openSale, tokenOf, usd } from './people';
import { gatewayUrl, killAndWait, send, waitUntilReady } from './system';

jest.setTimeout(600_000);

const PATIENCE = { withinMs: 120_000, everyMs: 250 };

/** Where the reader's view is, by all that it was sent; frames must tile on the way. */
const positionOf = (reader: SseClient): number => {
  let position = -1;
  for (const { event, data } of reader.events) {
    if (event === 'snapshot' || event === 'reset') position = data['sequence'] as number;
    if (event !== 'frame') continue;
    expect(data['fromSeq']).toBe(position + 1);
    position = data['seq'] as number;
  }
  return position;
};

/** An open auction with two bidders who outbid each other, and somebody who watches. */
const watchedAuction = async () => {
  const market: Marketplace = newTenant();
  const saleId = await openSale(market);
  await Promise.all(['ada', 'bob'].map((who) => admit(market, saleId, who, 90_000_000)));
  const auctionId = await openAuction(market, saleId);
  const reader = await openSse(`${gatewayUrl}/v1/auctions/${auctionId}/live`, {
    authorization: `Bearer ${await tokenOf(market, 'eve', 'bidder')}`,
  });
  expect(reader.status).toBe(200);
  let bids = 0;
  const bid = async (): Promise<void> => {
    bids += 1;
    const who = bids % 2 === 0 ? 'ada' : 'bob';
    const answer = await market.bid(who, auctionId, usd(2_000 * bids), randomUUID());
    expect(answer.status).toBe(201);
  };
  const sequence = async (): Promise<number> => (await market.auction(auctionId)).sequence;
  return {
    reader,
    bid,
    /** The reader has seen all that has happened until now. */
    isShown: async (): Promise<void> => {
      const target = await sequence();
      await eventually(() => positionOf(reader) >= target, PATIENCE);
    },
    /** Frames flow: bids are placed until one more has come as a frame. */
    follows: async (): Promise<void> => {
      const before = reader.named('frame').length;
      await eventually(async () => {
        if (reader.named('frame').length > before) return true;
        await bid();
        return false;
      }, PATIENCE);
    },
  };
};

describe('a live room whose Redis is lost', () => {
  beforeEach(waitUntilReady);
  afterEach(waitUntilReady);

  it('resets from snapshots while Redis is frozen, and follows frames after it was killed', async () => {
    const room = await watchedAuction();
    await room.follows();

    send('redis', 'SIGSTOP');
    await room.bid();
    await room.isShown();
    expect(room.reader.named('reset').length).toBeGreaterThan(0);

    await killAndWait('redis');
    await room.follows();
    await room.isShown();
    room.reader.close();
  });

  it('shows the last bid before a silence, whatever was lost with Redis', async () => {
    const room = await watchedAuction();
    const restarted = killAndWait('redis');
    await room.bid();
    await restarted;
    await room.bid();
    await room.isShown();
    room.reader.close();
  });
});
