import { startBidding, type BiddingSystem } from './bidding-system';
import { roomOf, usd, type Room } from './room';

describe('listing and running an auction', () => {
  let system: BiddingSystem;
  let room: Room;
  let saleId: string;
  beforeAll(async () => {
    system = await startBidding('listing');
    room = roomOf(system);
    await room.setClock('2026-01-01T09:00:00.000Z');
    saleId = await room.sale();
    for (const bidder of ['ann', 'bob']) await room.paddle(saleId, bidder, 100_000);
  });
  afterAll(() => system.stop());

  const draft = async (terms: object = {}): Promise<string> => {
    const made = await room.post(['sam', 'seller'], '/v1/auctions', {
      saleId,
      lot: { title: 'A chair' },
      startPrice: usd(1_000),
      opensAt: '2026-01-01T10:00:00.000Z',
      endsAt: '2026-01-02T10:00:00.000Z',
      ...terms,
    });
    return made['auctionId'] as string;
  };
  const patch = (auctionId: string, body: object, tag?: string, sub = 'sam') =>
    system.call({
      method: 'PATCH',
      path: `/v1/auctions/${auctionId}`,
      as: [sub, 'seller'],
      body,
      ...(tag === undefined ? {} : { headers: { 'if-match': tag } }),
    });

  it('shows a draft to its seller and operators only', async () => {
    const path = `/v1/auctions/${await draft()}`;
    expect((await system.call({ path })).status).toBe(404);
    expect((await system.call({ path, as: ['ann', 'bidder'] })).status).toBe(404);
    expect((await system.call({ path, as: ['tom', 'seller'] })).status).toBe(404);
    expect((await system.call({ path, as: ['olga', 'operator'] })).status).toBe(200);
    const own = await system.call({ path, as: ['sam', 'seller'] });
    expect(own.body).toMatchObject({ status: 'draft', sequence: 0, auction: null });
    const { body } = await system.call({ path: '/v1/auctions' });
    expect(JSON.stringify(body)).not.toContain('draft');
  });

  it('is edited under If-Match, by its seller, until it opens', async () => {
    const auctionId = await draft({ reserve: usd(4_000) });
    const path = `/v1/auctions/${auctionId}`;
    const tag = (await system.call({ path, as: ['sam', 'seller'] })).headers.get('etag') ?? '';
    const edit = { startPrice: usd(2_000) };
    expect(await patch(auctionId, edit)).toMatchObject({ status: 428 });
    expect(await patch(auctionId, edit, tag, 'tom')).toMatchObject({ status: 404 });
    const edited = await patch(auctionId, edit, tag);
    expect(edited).toMatchObject({ status: 200, body: { startPrice: usd(2_000) } });
    expect(await patch(auctionId, edit, tag)).toMatchObject({
      status: 412,
      body: { code: 'precondition_failed' },
    });
    expect(await patch(auctionId, { colour: 'red' }, '*')).toMatchObject({
      status: 400,
      body: { field: '/colour' },
    });
  });

  it('keeps the reserve out of every answer, the seller’s included', async () => {
    const auctionId = await draft({ reserve: usd(7_777) });
    await room.post(['sam', 'seller'], `/v1/auctions/${auctionId}/schedule`);
    const reply = await system.call({ path: `/v1/auctions/${auctionId}`, as: ['sam', 'seller'] });
    expect(reply.text).not.toContain('7777');
    expect(reply.body).toMatchObject({ auction: { reserveMet: false } });
  });

  it('refuses terms that contradict each other, naming the field', async () => {
    const bad = async (terms: object) => {
      const reply = await system.call({
        method: 'POST',
        path: '/v1/auctions',
        as: ['sam', 'seller'],
        body: {
          saleId,
          lot: { title: 'A chair' },
          startPrice: usd(1_000),
          opensAt: '2026-01-01T10:00:00.000Z',
          endsAt: '2026-01-02T10:00:00.000Z',
          ...terms,
        },
      });
      return [reply.status, reply.body['code'], reply.body['field']];
    };
    expect(await bad({ endsAt: '2026-01-01T09:30:00.000Z' })).toEqual([
      422,
      'invalid_terms',
      '/closing/endsAt',
    ]);
    expect(await bad({ buyNow: { amount: '5000', asset: 'EUR/2' } })).toEqual([
      422,
      'wrong_asset',
      '/buyNow/asset',
    ]);
    expect(await bad({ durationMs: 5_000 })).toEqual([422, 'invalid_terms', '/durationMs']);
    expect(await bad({ startPrice: { amount: 10.5, asset: 'USD/2' } })).toEqual([
      400,
      'invalid_request',
      '/startPrice/amount',
    ]);
  });

  it('opens in a bid’s own transaction, and is then no longer editable', async () => {
    const auctionId = await draft({ opensAt: '2026-01-01T09:30:00.000Z' });
    await room.post(['sam', 'seller'], `/v1/auctions/${auctionId}/schedule`);
    expect(await room.bid(auctionId, 'ann', 2_000)).toMatchObject({
      status: 409,
      body: { code: 'auction_not_open' },
    });
    await room.setClock('2026-01-01T09:30:00.000Z');
    expect(await room.bid(auctionId, 'ann', 2_000)).toMatchObject({ status: 201 });
    expect(await patch(auctionId, { startPrice: usd(1) }, '*')).toMatchObject({
      status: 409,
      body: { code: 'auction_not_editable' },
    });
  });

  it('refuses the seller, linked bidders and strangers, each with a reason', async () => {
    const auctionId = await draft({
      opensAt: '2026-01-01T09:30:00.000Z',
      linkedBidderIds: ['bob'],
    });
    await room.post(['sam', 'seller'], `/v1/auctions/${auctionId}/schedule`);
    const codeOf = async (bidder: string) =>
      (await room.bid(auctionId, bidder, 2_000)).body['code'];
    expect(await codeOf('sam')).toBe('own_auction');
    expect(await codeOf('bob')).toBe('linked_bidder');
    expect(await codeOf('zoe')).toBe('paddle_required');
    const wrong = await system.call({
      method: 'POST',
      path: `/v1/auctions/${auctionId}/bids`,
      as: ['ann', 'bidder'],
      body: { amount: { amount: '2000', asset: 'EUR/2' } },
    });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'wrong_asset' } });
    expect((await room.bid(auctionId, 'ann', 100_001)).body['code']).toBe('over_limit');
  });

  it('sells at once by buy-now, at the price that the buyer saw', async () => {
    const auctionId = await draft({
      opensAt: '2026-01-01T09:30:00.000Z',
      buyNow: usd(5_000),
    });
    await room.post(['sam', 'seller'], `/v1/auctions/${auctionId}/schedule`);
    const buy = (amount: number) =>
      system.call({
        method: 'POST',
        path: `/v1/auctions/${auctionId}/buy-now`,
        as: ['ann', 'bidder'],
        body: { price: usd(amount) },
      });
    expect(await buy(4_000)).toMatchObject({ body: { code: 'buy_now_price_changed' } });
    const bought = await buy(5_000);
    expect(bought).toMatchObject({ status: 201, body: { outcome: 'bought' } });
    await room.untilSettlement(auctionId, 'awaiting_delivery');
    expect(await room.auctionNow(auctionId)).toMatchObject({ status: 'sold' });
  });

  it('is cancelled by its seller, freeing the leader', async () => {
    const auctionId = await draft({ opensAt: '2026-01-01T09:30:00.000Z' });
    await room.post(['sam', 'seller'], `/v1/auctions/${auctionId}/schedule`);
    await room.bid(auctionId, 'bob', 60_000);
    const cancelled = { reason: 'lost in transit' };
    const path = `/v1/auctions/${auctionId}/cancel`;
    const foreign = { method: 'POST', path, as: ['tom', 'seller'], body: cancelled } as const;
    expect(await system.call(foreign)).toMatchObject({ status: 404 });
    expect(await room.post(['sam', 'seller'], path, cancelled)).toMatchObject({
      status: 'cancelled',
    });
    expect((await room.bid(auctionId, 'ann', 2_000)).body['code']).toBe('auction_cancelled');
    const { rows } = await system.database.query<{ exposure: string }>(
      `SELECT exposure FROM paddle WHERE bidder_id = 'bob'`,
    );
    expect(rows).toEqual([{ exposure: '0' }]);
  });
});
