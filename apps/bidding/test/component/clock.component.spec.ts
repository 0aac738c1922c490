import { startBidding, type BiddingSystem } from './bidding-system';
import { roomOf, type Room } from './room';

const OPEN = '2026-01-01T11:00:00.000Z';
const END = '2026-01-02T10:00:00.000Z';
const DAY_BEFORE = '2026-01-01T12:00:00.000Z';

describe('decisions while the database’s clock steps back', () => {
  let system: BiddingSystem;
  let room: Room;
  let saleId: string;
  beforeAll(async () => {
    system = await startBidding('clock_back');
    room = roomOf(system);
    await room.setClock(OPEN);
    saleId = await room.sale();
    for (const bidder of ['ann', 'bob']) await room.paddle(saleId, bidder, 100_000);
  });
  afterAll(() => system.stop());

  /** As a database's clock may after a failover; a set clock refuses to, so its guard is off. */
  const stepBack = async (to: string): Promise<void> => {
    await system.database.query(
      'ALTER TABLE clock.set_clock DISABLE TRIGGER set_clock_never_goes_back',
    );
    await system.database.query('UPDATE clock.set_clock SET set_to = $1', [to]);
  };
  const decidedAt = async (auctionId: string): Promise<number[]> => {
    const { rows } = await system.database.query<{ at: string }>(
      `SELECT event->>'atMs' AS at FROM auction_journal WHERE auction_id = $1 ORDER BY entry`,
      [auctionId],
    );
    return rows.map(({ at }) => Number(at));
  };

  it('are never before an earlier decision about the same auction', async () => {
    const auctionId = await room.auction(saleId, { endsAt: END });
    await room.setClock('2026-01-01T20:00:00.000Z');
    expect((await room.bid(auctionId, 'ann', 2_000)).status).toBe(201);
    await stepBack(DAY_BEFORE);
    expect((await room.bid(auctionId, 'bob', 3_000)).status).toBe(201);
    const times = await decidedAt(auctionId);
    expect(times.at(-1)).toBe(Date.parse('2026-01-01T20:00:00.000Z'));
    expect([...times].sort((a, b) => a - b)).toEqual(times);
  });

  it('take no bid after one was refused at the end', async () => {
    const auctionId = await room.auction(saleId, { endsAt: END });
    expect((await room.bid(auctionId, 'ann', 2_000)).status).toBe(201);
    await room.setClock(END);
    expect((await room.bid(auctionId, 'bob', 9_000)).body['code']).toBe('auction_closed');
    await stepBack(DAY_BEFORE);
    expect((await room.bid(auctionId, 'bob', 9_000)).body['code']).toBe('auction_closed');
  });
});
