import { randomUUID } from 'node:crypto';
import type { Marketplace } from '@outcry/demo';
import { admit, newTenant, openAuction, openSale, usd } from './people';
import { killAndWait, send, waitUntil, waitUntilReady } from './system';

const PATIENCE_MS = 60_000;

/** An open auction with two live paddles. */
const aRoom = async (): Promise<{ market: Marketplace; saleId: string; auctionId: string }> => {
  const market = newTenant();
  const saleId = await openSale(market);
  await Promise.all([admit(market, saleId, 'ada', 900_000), admit(market, saleId, 'bob', 900_000)]);
  return { market, saleId, auctionId: await openAuction(market, saleId) };
};

const leaderAfter = async (market: Marketplace, auctionId: string): Promise<unknown> =>
  (await market.auction(auctionId)).auction;

describe('a lost server', () => {
  beforeEach(waitUntilReady);
  afterEach(waitUntilReady);

  it('Kafka: bids go on, the outbox fills, and drains once Kafka is back', async () => {
    const { market, saleId, auctionId } = await aRoom();
    const broker = send('kafka', 'SIGSTOP');
    try {
      for (const amount of [2_000, 4_000, 6_000]) {
        const answer = await market.bid('ada', auctionId, usd(amount), randomUUID());
        expect(answer.status).toBe(201);
      }
      expect(await market.bid('bob', auctionId, usd(9_000), randomUUID())).toMatchObject({
        status: 201,
      });
    } finally {
      process.kill(broker, 'SIGCONT');
    }
    // Only a drained outbox, a consumed topic and an answered command make this paddle live.
    await admit(market, saleId, 'cyd', 50_000);
    await market.until('the outbid notice', PATIENCE_MS, async () => {
      const { items } = (await market.get('ada', 'bidder', '/v1/notifications')) as {
        items: { kind: string }[];
      };
      return items.some(({ kind }) => kind === 'outbid') ? true : null;
    });
  });

  it('Kafka killed: what was committed before and during is published after', async () => {
    const { market, saleId, auctionId } = await aRoom();
    const restarted = killAndWait('kafka');
    expect(await market.bid('ada', auctionId, usd(5_000), randomUUID())).toMatchObject({
      status: 201,
    });
    await restarted;
    await admit(market, saleId, 'cyd', 50_000);
    expect(await leaderAfter(market, auctionId)).toMatchObject({ price: usd(1_000), bidCount: 1 });
  });

  it('Redis emptied and killed: bids stay correct', async () => {
    const { market, auctionId } = await aRoom();
    const restarted = killAndWait('redis');
    expect(await market.bid('ada', auctionId, usd(5_000), randomUUID())).toMatchObject({
      status: 201,
    });
    expect(await market.bid('bob', auctionId, usd(5_000), randomUUID())).toMatchObject({
      status: 201,
      body: { outcome: 'outbid' },
    });
    await restarted;
    expect(await leaderAfter(market, auctionId)).toMatchObject({ price: usd(5_000), bidCount: 2 });
  });

  it('PostgreSQL killed: a bid is refused as unavailable or decided once, never lost', async () => {
    const { market, saleId, auctionId } = await aRoom();
    const key = randomUUID();
    const restarted = killAndWait('postgres');
    const answer = await market.bid('ada', auctionId, usd(5_000), key);
    await restarted;
    expect(answer).toMatchObject({ status: 201, body: { outcome: 'leading' } });
    expect(await market.bid('ada', auctionId, usd(5_000), key)).toEqual(answer);
    expect(await leaderAfter(market, auctionId)).toMatchObject({ price: usd(1_000), bidCount: 1 });
    await admit(market, saleId, 'cyd', 50_000);
  });

  it('a service paused past its leases, then continued, does no harm', async () => {
    const { market, saleId, auctionId } = await aRoom();
    const pid = send('bidding', 'SIGSTOP');
    const answer = market.bid('ada', auctionId, usd(5_000), randomUUID());
    await new Promise((resolve) => setTimeout(resolve, 8_000));
    process.kill(pid, 'SIGCONT');
    expect(await answer).toMatchObject({ status: 201 });
    await admit(market, saleId, 'cyd', 50_000);
    await waitUntil('the bid to be there once', async () => {
      const { auction } = await market.auction(auctionId);
      return auction.bidCount === 1;
    });
  });
});
