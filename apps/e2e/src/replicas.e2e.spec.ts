import { randomUUID } from 'node:crypto';
import { admit, newTenant, openAuction, openSale, tokenOf, usd } from './people';
import { startReplica, type Replica } from './replica';
import { urlOf, waitUntilReady } from './system';

const REPLICATED = ['bidding', 'ledger', 'notification'] as const;
const AUCTIONS = 10;
const BIDS = 50;
const LIMIT = 100_000;
const BID = 20_000;
const WITH_PREMIUM = 22_000;
const PATIENCE_MS = 60_000;
const AUCTION_MS = 5_000;

describe('two replicas of bidding, ledger and notification side by side', () => {
  let replicas: Replica[] = [];

  beforeAll(async () => {
    await waitUntilReady();
    const ports = Number(new URL(urlOf('bidding')).port) + 60;
    replicas = await Promise.all(
      REPLICATED.map((name, index) => startReplica(name, ports + index)),
    );
  });
  afterAll(() => Promise.all(replicas.map((replica) => replica.stop())));

  it('never let a bidder lead for more than the limit, however the bids race', async () => {
    const market = newTenant();
    const saleId = await openSale(market);
    await admit(market, saleId, 'ada', LIMIT);
    const auctions = await Promise.all(
      Array.from({ length: AUCTIONS }, () => openAuction(market, saleId)),
    );
    const token = await tokenOf(market, 'ada', 'bidder');
    const ports = [urlOf('bidding'), replicas[0]?.url ?? ''];
    const answers = await Promise.all(
      Array.from({ length: BIDS }, async (_, index) => {
        const auctionId = auctions[index % AUCTIONS] ?? '';
        const response = await fetch(`${ports[index % 2]}/v1/auctions/${auctionId}/bids`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'idempotency-key': randomUUID(),
          },
          body: JSON.stringify({ amount: usd(BID) }),
        });
        return (await response.json()) as { outcome?: string; code?: string };
      }),
    );
    const leading = answers.filter(({ outcome }) => outcome === 'leading').length;
    expect(leading).toBe(Math.floor(LIMIT / WITH_PREMIUM));
    expect(answers.some(({ code }) => code === 'over_limit')).toBe(true);
    const led = await Promise.all(auctions.map((id) => market.auction(id)));
    expect(led.filter(({ auction }) => auction.leader !== null)).toHaveLength(leading);
  });

  it('close an auction once, settle it once and tell everybody once', async () => {
    const market = newTenant();
    const saleId = await openSale(market);
    await admit(market, saleId, 'ada', LIMIT);
    const ids = await Promise.all(
      [1, 2, 3, 4].map(() => openAuction(market, saleId, { lengthMs: AUCTION_MS })),
    );
    for (const id of ids) {
      expect(await market.bid('ada', id, usd(2_000), randomUUID())).toMatchObject({ status: 201 });
    }
    await market.until('the settlements', PATIENCE_MS, async () => {
      const settlements = await market.settlements();
      return settlements.filter(({ status }) => status === 'awaiting_delivery').length === 4
        ? true
        : null;
    });
    expect((await market.settlements()).map(({ auctionId }) => auctionId).sort()).toEqual(
      [...ids].sort(),
    );
    const won = await market.until('the wins', PATIENCE_MS, async () => {
      const { items } = (await market.get('ada', 'bidder', '/v1/notifications')) as {
        items: { kind: string; auctionId: string }[];
      };
      const wins = items.filter(({ kind }) => kind === 'won');
      return wins.length >= 4 ? wins : null;
    });
    expect(won.map(({ auctionId }) => auctionId).sort()).toEqual([...ids].sort());
    const wallet = await market.get('operator', 'operator', '/v1/accounts/wallet:ada?asset=USD/2');
    expect(wallet).toMatchObject({ posted: String(LIMIT - 4 * 1_100) });
  });
});
