import { randomUUID } from 'node:crypto';
import { admit, newTenant, openAuction, openSale, tokenOf, usd } from './people';
import { gatewayUrl, waitUntilReady } from './system';

const PATIENCE_MS = 60_000;
const AUCTION_MS = 6_000;

type Notification = { readonly kind: string; readonly auctionId: string };

describe('one bid’s way from HTTP to settled money', () => {
  beforeAll(waitUntilReady);

  it('goes over hold, bid, hammer, capture, delivery and payout, and everybody hears of it', async () => {
    const market = newTenant();
    const saleId = await openSale(market);
    await Promise.all([
      admit(market, saleId, 'ada', 100_000),
      admit(market, saleId, 'bob', 100_000),
    ]);
    const auctionId = await openAuction(market, saleId, { lengthMs: AUCTION_MS });

    const first = await market.bid('ada', auctionId, usd(5_000), randomUUID());
    expect(first).toMatchObject({ status: 201, body: { outcome: 'leading' } });
    const second = await market.bid('bob', auctionId, usd(8_000), randomUUID());
    expect(second).toMatchObject({ status: 201, body: { outcome: 'leading' } });

    const sold = await market.until('the hammer', PATIENCE_MS, async () => {
      const view = await market.auction(auctionId);
      return view.auction.status === 'sold' ? view : null;
    });
    expect(sold.auction.price).toEqual(usd(5_100));

    const captured = await market.until('the capture', PATIENCE_MS, async () => {
      const [settlement] = await market.settlements();
      return settlement?.status === 'awaiting_delivery' ? settlement : null;
    });
    await market.post(
      'bob',
      'bidder',
      `/v1/settlements/${captured.settlementId}/confirm-delivery`,
      {},
    );
    await market.until('the payout', PATIENCE_MS, async () => {
      const [settlement] = await market.settlements();
      return settlement?.ended ? settlement : null;
    });

    const balanceOf = async (address: string): Promise<unknown> =>
      market.get('operator', 'operator', `/v1/accounts/${address}?asset=USD/2`);
    expect(await balanceOf('wallet:bob')).toMatchObject({ posted: String(100_000 - 5_100 - 510) });
    expect(await balanceOf('wallet:seller')).toMatchObject({ posted: String(5_100 - 255) });
    expect(await balanceOf('revenue:premium')).toMatchObject({ posted: '510' });
    expect(await balanceOf('revenue:commission')).toMatchObject({ posted: '255' });
    expect(await balanceOf(`escrow:${saleId}`)).toMatchObject({ posted: '0' });

    const kindsOf = async (who: string, role: 'bidder' | 'seller'): Promise<string[]> => {
      const body = (await market.get(who, role, '/v1/notifications')) as { items: Notification[] };
      return body.items.filter((item) => item.auctionId === auctionId).map(({ kind }) => kind);
    };
    await market.until('the notifications', PATIENCE_MS, async () => {
      const [ada, bob, seller] = await Promise.all([
        kindsOf('ada', 'bidder'),
        kindsOf('bob', 'bidder'),
        kindsOf('seller', 'seller'),
      ]);
      return ada.includes('lost') && bob.includes('won') && seller.includes('sold') ? true : null;
    });
  });

  it('answers a retry with the first answer, byte for byte, and another body with 422', async () => {
    const market = newTenant();
    const saleId = await openSale(market);
    await admit(market, saleId, 'ada', 100_000);
    const auctionId = await openAuction(market, saleId);
    const token = await tokenOf(market, 'ada', 'bidder');
    const key = randomUUID();
    const bid = (amount: number) =>
      fetch(`${gatewayUrl}/v1/auctions/${auctionId}/bids`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify({ amount: usd(amount) }),
      });
    const first = await bid(5_000);
    expect(first.status).toBe(201);
    const again = await bid(5_000);
    expect([again.status, await again.text()]).toEqual([201, await first.text()]);
    const other = await bid(6_000);
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ code: 'idempotency_key_reused' });
  });
});
