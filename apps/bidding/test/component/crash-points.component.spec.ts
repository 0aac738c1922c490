import { armFailpoint } from '@outcry/messaging';
import { randomUUID } from 'node:crypto';
import { startBidding, type BiddingSystem } from './bidding-system';
import { roomOf, type Room } from './room';

describe('a crash while a bid is decided', () => {
  let system: BiddingSystem;
  let room: Room;
  let auctionId: string;
  beforeAll(async () => {
    system = await startBidding('crash');
    room = roomOf(system);
    await room.setClock('2026-01-01T11:00:00.000Z');
    const saleId = await room.sale();
    await room.paddle(saleId, 'ann', 100_000);
    await room.paddle(saleId, 'bob', 100_000);
    auctionId = await room.auction(saleId);
    await room.bid(auctionId, 'bob', 1_000);
  });
  afterAll(() => system.stop());

  const bidsPlaced = async (): Promise<number> => {
    const { rows } = await system.database.query<{ count: string }>(
      `SELECT count(*) FROM auction_journal WHERE event->>'type' = 'bid_placed'`,
    );
    return Number(rows[0]?.count);
  };

  it('after the commit leaves one bid, and its answer to the retry', async () => {
    const key = randomUUID();
    const before = await bidsPlaced();
    armFailpoint('bidding.bids-committed');
    expect((await room.bid(auctionId, 'ann', 2_000, key)).status).toBe(500);
    expect(await bidsPlaced()).toBe(before + 1);
    const retried = await room.bid(auctionId, 'ann', 2_000, key);
    expect(retried).toMatchObject({ status: 201, body: { outcome: 'leading' } });
    expect(retried.headers.get('idempotency-replayed')).toBe('true');
    expect(await bidsPlaced()).toBe(before + 1);
  });

  it('before the commit leaves nothing, and the retry is decided anew', async () => {
    const key = randomUUID();
    const before = await bidsPlaced();
    const { sequence } = await room.auctionNow(auctionId);
    armFailpoint('bidding.bids-decided');
    expect((await room.bid(auctionId, 'bob', 3_000, key)).status).toBe(500);
    expect(await bidsPlaced()).toBe(before);
    expect((await room.auctionNow(auctionId))['sequence']).toBe(sequence);
    expect(await room.bid(auctionId, 'bob', 3_000, key)).toMatchObject({ status: 201 });
    expect(await bidsPlaced()).toBe(before + 1);
  });

  it('tells the caller that the outcome is unknown when the connection breaks at the commit', async () => {
    const key = randomUUID();
    const disarm = armFailpoint('bidding.bids-decided', async () => {
      disarm();
      await system.database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE application_name = 'bidding-bids' AND datname = current_database()
            AND state = 'idle in transaction'`,
      );
    });
    const lost = await room.bid(auctionId, 'ann', 4_000, key);
    expect([503, 504]).toContain(lost.status);
    expect(await room.bid(auctionId, 'ann', 4_000, key)).toMatchObject({ status: 201 });
  });
});
