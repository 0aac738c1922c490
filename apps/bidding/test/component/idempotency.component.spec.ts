import { randomUUID } from 'node:crypto';
import { startBidding, type BiddingSystem } from './bidding-system';
import { roomOf, usd, type Room } from './room';

describe('idempotency keys of bids', () => {
  let system: BiddingSystem;
  let room: Room;
  let saleId: string;
  let auctionId: string;
  beforeAll(async () => {
    system = await startBidding('keys', 2);
    room = roomOf(system);
    await room.setClock('2026-01-01T11:00:00.000Z');
    saleId = await room.sale();
    await room.paddle(saleId, 'ann', 100_000);
    await room.paddle(saleId, 'bob', 100_000);
    auctionId = await room.auction(saleId);
  });
  afterAll(() => system.stop());

  const entries = async (): Promise<number> => {
    const { rows } = await system.database.query<{ version: number }>(
      'SELECT version FROM auction WHERE auction_id = $1',
      [auctionId],
    );
    return rows[0]?.version ?? -1;
  };

  it('give a repeat the first answer byte for byte, on any replica, and one bid', async () => {
    const key = randomUUID();
    const first = await room.bid(auctionId, 'ann', 2_000, key, 0);
    const before = await entries();
    const again = await room.bid(auctionId, 'ann', 2_000, key, 1);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await entries()).toBe(before);
  });

  it('give a refusal again, also when the same bid would now be taken', async () => {
    const key = randomUUID();
    const refused = await room.bid(auctionId, 'bob', 500, key);
    expect(refused).toMatchObject({ status: 422, body: { code: 'bid_too_low' } });
    const again = await room.bid(auctionId, 'bob', 500, key, 1);
    expect(again.text).toBe(refused.text);
  });

  it('give a refusal of the person again, also once the person may bid', async () => {
    const key = randomUUID();
    const refused = await room.bid(auctionId, 'zoe', 2_000, key);
    expect(refused).toMatchObject({ status: 409, body: { code: 'paddle_required' } });
    await room.paddle(saleId, 'zoe', 100_000);
    const again = await room.bid(auctionId, 'zoe', 2_000, key, 1);
    expect([again.status, again.text]).toEqual([409, refused.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('refuse another body under the same key', async () => {
    const key = randomUUID();
    await room.bid(auctionId, 'bob', 2_100, key);
    const reused = await room.bid(auctionId, 'bob', 2_200, key, 1);
    expect(reused).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  it('count a body whose fields come in another order as the same', async () => {
    const key = randomUUID();
    const placed = await room.bid(auctionId, 'ann', 2_300, key);
    const { amount, asset } = usd(2_300);
    const again = await system.call({
      method: 'POST',
      path: `/v1/auctions/${auctionId}/bids`,
      as: ['ann', 'bidder'],
      body: { amount: { asset, amount } },
      key,
    });
    expect([again.status, again.text]).toEqual([201, placed.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('make one bid of 40 concurrent ones with the same key on two replicas', async () => {
    const key = randomUUID();
    const before = await entries();
    const replies = await Promise.all(
      Array.from({ length: 40 }, (_, n) => room.bid(auctionId, 'ann', 9_000, key, n % 2)),
    );
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(await entries()).toBe(before + 1);
  });

  it('are kept apart by caller and by path', async () => {
    const key = randomUUID();
    expect(await room.bid(auctionId, 'ann', 10_000, key)).toMatchObject({ status: 201 });
    expect(await room.bid(auctionId, 'bob', 20_000, key)).toMatchObject({
      status: 201,
      body: { outcome: 'leading' },
    });
  });

  it('are required, and read before the body', async () => {
    const path = `/v1/auctions/${auctionId}/bids`;
    const body = { amount: usd(30_000) };
    const headers = { 'idempotency-key': '' };
    const reply = await system.call({ method: 'POST', path, as: ['ann', 'bidder'], body, headers });
    expect(reply).toMatchObject({ status: 400, body: { code: 'idempotency_key_invalid' } });
  });
});
