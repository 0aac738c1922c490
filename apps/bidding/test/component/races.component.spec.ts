import { startBidding, type BiddingSystem } from './bidding-system';
import { roomOf, usd, type Room } from './room';

const OPEN = '2026-01-01T11:00:00.000Z';
const END = '2026-01-02T10:00:00.000Z';

describe('bids and clocks racing on two replicas', () => {
  let system: BiddingSystem;
  let room: Room;
  let saleId: string;
  beforeAll(async () => {
    system = await startBidding('races', 2);
    room = roomOf(system);
    await room.setClock(OPEN);
    saleId = await room.sale({ buyersPremium: [{ from: '0', bps: 1_000 }] });
    for (const bidder of ['ann', 'bob', 'cat', 'dan']) await room.paddle(saleId, bidder, 100_000);
  });
  afterAll(() => system.stop());

  const rowsOf = async <T extends object>(text: string, values: unknown[]): Promise<T[]> =>
    (await system.database.query<T>(text, values)).rows;

  it('keep a paddle within its limit over 50 concurrent bids on 10 auctions', async () => {
    const paddleId = await room.paddle(saleId, 'eve', 30_000);
    const auctions = await Promise.all(Array.from({ length: 10 }, () => room.auction(saleId)));
    // Each auction asks for 2,000 to 6,000 and a tenth more: far more than 30,000 in all.
    const replies = await Promise.all(
      auctions.flatMap((auctionId, index) =>
        [2_000, 3_000, 4_000, 5_000, 6_000].map((amount) =>
          room.bid(auctionId, 'eve', amount, undefined, index % 2),
        ),
      ),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201, 422]));
    const codes = new Set(replies.flatMap(({ body }) => body['code'] ?? []));
    expect(codes).toContain('over_limit');
    expect([...codes].every((code) => code === 'over_limit' || code === 'bid_too_low')).toBe(true);
    const [paddle] = await rowsOf<{ exposure: string; cost: string }>(
      `SELECT p.exposure, (SELECT sum(cost) FROM paddle_commitment c
                            WHERE c.paddle_id = p.paddle_id) AS cost
         FROM paddle p WHERE p.paddle_id = $1`,
      [paddleId],
    );
    expect(paddle?.exposure).toBe(paddle?.cost);
    expect(BigInt(paddle?.exposure ?? '')).toBeLessThanOrEqual(30_000n);
    expect(BigInt(paddle?.exposure ?? '')).toBeGreaterThan(20_000n);
  });

  it('give equal bids to the one that was decided first', async () => {
    const auctionId = await room.auction(saleId);
    const bidders = ['ann', 'bob', 'cat', 'dan'];
    const replies = await Promise.all(
      bidders.map((bidder, index) => room.bid(auctionId, bidder, 5_000, undefined, index % 2)),
    );
    // The price is at the equal maxima after the second: the others are below the next minimum.
    const outcomes = replies.map(({ status, body }) =>
      status === 201 ? body['outcome'] : body['code'],
    );
    expect(outcomes.sort()).toEqual(['bid_too_low', 'bid_too_low', 'leading', 'outbid']);
    const [first] = await rowsOf<{ leader: string; price: string }>(
      `SELECT j.event->'bid'->>'number' AS leader,
              a.state->'standing'->'price'->>'$n' AS price
         FROM auction a JOIN auction_journal j USING (auction_id)
        WHERE auction_id = $1 AND j.event->>'type' = 'bid_placed' ORDER BY entry LIMIT 1`,
      [auctionId],
    );
    const { auction } = await room.auctionNow(auctionId);
    expect(auction).toMatchObject({ leader: first?.leader, price: usd(5_000) });
    expect(first?.price).toBe('5000');
  });

  it('sell to the buyer or take the bid, never both, when buy-now meets a bid', async () => {
    for (let round = 0; round < 8; round += 1) {
      const auctionId = await room.auction(saleId, { buyNow: usd(4_000) });
      const buying = system.call({
        method: 'POST',
        path: `/v1/auctions/${auctionId}/buy-now`,
        as: ['ann', 'bidder'],
        body: { price: usd(4_000) },
        at: round % 2,
      });
      const bidding = room.bid(auctionId, 'bob', 2_000, undefined, (round + 1) % 2);
      const [bought, bid] = await Promise.all([buying, bidding]);
      const { auction } = await room.auctionNow(auctionId);
      if (bought.status === 201) {
        expect(bid).toMatchObject({ status: 409, body: { code: 'auction_closed' } });
        expect(auction).toMatchObject({ status: 'sold', price: usd(4_000) });
      } else {
        expect(bought.body['code']).toBe('buy_now_unavailable');
        expect(bid.status).toBe(201);
        expect(auction).toMatchObject({ status: 'open', price: usd(1_000) });
      }
    }
  });

  it('take a bid until the last millisecond, none at the end, and close once', async () => {
    const auctionId = await room.auction(saleId, { endsAt: END });
    await room.setClock('2026-01-02T09:59:59.999Z');
    expect(await room.bid(auctionId, 'ann', 3_000)).toMatchObject({ status: 201 });
    const late = Array.from({ length: 20 }, (_, n) =>
      room.bid(auctionId, 'bob', 9_000 + n, undefined, n % 2),
    );
    const clock = room.setClock(END);
    const replies = await Promise.all(late);
    await clock;
    const atTheEnd = await room.bid(auctionId, 'cat', 50_000);
    expect(atTheEnd).toMatchObject({ status: 409, body: { code: 'auction_closed' } });
    await room.untilAuction(auctionId, 'sold');
    const decided = await rowsOf<{ type: string; at: string }>(
      `SELECT event->>'type' AS type, event->>'atMs' AS at FROM auction_journal
        WHERE auction_id = $1 ORDER BY entry`,
      [auctionId],
    );
    expect(decided.filter(({ type }) => type === 'auction_sold')).toHaveLength(1);
    const taken = decided.filter(({ type }) => type === 'bid_placed');
    expect(taken).toHaveLength(1 + replies.filter(({ status }) => status === 201).length);
    expect(taken.every(({ at }) => Number(at) < Date.parse(END))).toBe(true);
    expect(await room.settlements(auctionId)).toHaveLength(1);
  });

  it('number the public events without a gap, whoever decided them', async () => {
    const auctionId = await room.auction(saleId, { endsAt: '2026-01-03T10:00:00.000Z' });
    await Promise.all(
      Array.from({ length: 60 }, (_, n) =>
        room.bid(
          auctionId,
          ['ann', 'bob', 'cat', 'dan'][n % 4] ?? '',
          1_000 + n * 97,
          undefined,
          n % 2,
        ),
      ),
    );
    const { sequence } = await room.auctionNow(auctionId);
    const bids = await rowsOf<{ sequence: number }>(
      'SELECT DISTINCT sequence FROM bid WHERE auction_id = $1 ORDER BY sequence',
      [auctionId],
    );
    const numbers = bids.map((bid) => bid.sequence);
    expect(numbers.at(-1)).toBe(sequence);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  });
});
