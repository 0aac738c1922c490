import { startBidding, type BiddingSystem } from './bidding-system';
import { roomOf, type Room } from './room';

describe('one lot from sale to settled money', () => {
  let system: BiddingSystem;
  let room: Room;
  beforeAll(async () => {
    system = await startBidding('vertical');
    room = roomOf(system);
  });
  afterAll(() => system.stop());

  it('is sold, captured into escrow and paid out to the seller less fees', async () => {
    await room.setClock('2026-01-01T09:00:00.000Z');
    const saleId = await room.sale({
      buyersPremium: [{ from: '0', bps: 1_000 }],
      sellersCommissionBps: 500,
    });
    const auctionId = await room.auction(saleId);
    await room.paddle(saleId, 'ann', 100_000);
    await room.paddle(saleId, 'bob', 100_000);
    await room.setClock('2026-01-01T11:00:00.000Z');
    const first = await room.bid(auctionId, 'ann', 5_000);
    expect(first).toMatchObject({ status: 201, body: { outcome: 'leading', paddle: '1' } });
    const second = await room.bid(auctionId, 'bob', 4_000);
    expect(second).toMatchObject({
      status: 201,
      body: { outcome: 'outbid', auction: { leader: '1', price: { amount: '4100' } } },
    });
    await room.setClock('2026-01-02T10:00:00.000Z');
    await room.untilAuction(auctionId, 'sold');
    const settlementId = await room.untilSettlement(auctionId, 'awaiting_delivery');
    await room.post(['ann', 'bidder'], `/v1/settlements/${settlementId}/confirm-delivery`);
    await room.untilSettlement(auctionId, 'settled');
    expect(Object.fromEntries(system.ledger.balances)).toEqual({
      [`escrow:${saleId}`]: 0n,
      'wallet:sam': 3_895n,
      'revenue:premium': 410n,
      'revenue:commission': 205n,
    });
  });
});
