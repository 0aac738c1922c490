import { eventually } from '@outcry/testing';
import { startBidding, type BiddingSystem } from './bidding-system';
import { roomOf, usd, type Room } from './room';

describe('paddles', () => {
  let system: BiddingSystem;
  let room: Room;
  let saleId: string;
  beforeAll(async () => {
    system = await startBidding('paddles');
    room = roomOf(system);
    await room.setClock('2026-01-01T11:00:00.000Z');
    saleId = await room.sale();
  });
  afterAll(() => system.stop());
  beforeEach(() => {
    system.ledger.treat = () => 'answer';
  });

  const paddleOf = async (paddleId: string, bidder: string) =>
    (await system.call({ path: `/v1/paddles/${paddleId}`, as: [bidder, 'bidder'] })).body;
  const putLimit = (paddleId: string, bidder: string, limit: number) =>
    system.call({
      method: 'PUT',
      path: `/v1/paddles/${paddleId}/limit`,
      as: [bidder, 'bidder'],
      body: { limit: usd(limit) },
    });
  const untilLimit = (paddleId: string, bidder: string, limit: number) =>
    eventually(async () => {
      const paddle = await paddleOf(paddleId, bidder);
      if (paddle['limitChangePending'] === true) throw new Error('pending');
      expect(paddle['limit']).toEqual(usd(limit));
    });

  it('are live when the ledger holds, and refused when it does not', async () => {
    await room.paddle(saleId, 'ann', 5_000);
    system.ledger.treat = () => 'refuse';
    const path = `/v1/sales/${saleId}/paddles`;
    const asked = await room.post(['poor', 'bidder'], path, { limit: usd(5_000) });
    await eventually(async () => {
      const paddle = await paddleOf(asked['paddleId'] as string, 'poor');
      expect(paddle).toMatchObject({ status: 'refused', refusal: 'insufficient_funds' });
    });
    system.ledger.treat = () => 'answer';
    await room.paddle(saleId, 'poor', 100);
  });

  it('are one a bidder and sale, also when asked for at once', async () => {
    const path = `/v1/sales/${saleId}/paddles`;
    const body = { limit: usd(1_000) };
    const replies = await Promise.all(
      Array.from({ length: 8 }, () =>
        system.call({ method: 'POST', path, as: ['bob', 'bidder'], body }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
    expect(replies.flatMap(({ body: answer }) => answer['code'] ?? [])).toEqual(
      Array(7).fill('paddle_exists'),
    );
  });

  it('count a raise when the ledger has answered, a lowering at once', async () => {
    const paddleId = await room.paddle(saleId, 'cat', 5_000);
    const auctionId = await room.auction(saleId);
    system.ledger.treat = () => 'silence';
    expect(await putLimit(paddleId, 'cat', 9_000)).toMatchObject({
      status: 200,
      body: { limit: usd(5_000), limitChangePending: true },
    });
    expect((await room.bid(auctionId, 'cat', 8_000)).body['code']).toBe('over_limit');
    expect((await putLimit(paddleId, 'cat', 9_500)).body['code']).toBe('limit_change_pending');
    const increase = await eventually(
      () => system.ledger.commands.find(({ type }) => type === 'ledger.increase-hold.v1') ?? false,
    );
    if (increase) await system.ledger.answerNow(increase, 'answer');
    await untilLimit(paddleId, 'cat', 9_000);
    system.ledger.treat = () => 'answer';
    expect(await room.bid(auctionId, 'cat', 8_000)).toMatchObject({ status: 201 });
    expect((await putLimit(paddleId, 'cat', 7_999)).body['code']).toBe('limit_below_exposure');
    expect(await putLimit(paddleId, 'cat', 8_000)).toMatchObject({ body: { limit: usd(8_000) } });
    await untilLimit(paddleId, 'cat', 8_000);
  });

  it('close when they lead and owe nothing, and give the hold back', async () => {
    const paddleId = await room.paddle(saleId, 'dan', 5_000);
    await room.post(['dan', 'bidder'], `/v1/paddles/${paddleId}/close`);
    await eventually(async () => {
      expect((await paddleOf(paddleId, 'dan'))['status']).toBe('closed');
    });
    const auctionId = await room.auction(saleId);
    expect((await room.bid(auctionId, 'dan', 2_000)).body['code']).toBe('paddle_not_live');
    const again = await room.paddle(saleId, 'dan', 6_000);
    expect(await room.bid(auctionId, 'dan', 2_000)).toMatchObject({ status: 201 });
    expect(again).not.toBe(paddleId);
    const closing = {
      method: 'POST',
      path: `/v1/paddles/${again}/close`,
      as: ['dan', 'bidder'],
      body: {},
    } as const;
    expect(await system.call(closing)).toMatchObject({
      status: 409,
      body: { code: 'paddle_committed' },
    });
  });

  it('are shown to their bidder and operators only', async () => {
    const paddleId = await room.paddle(saleId, 'eve', 5_000);
    const path = `/v1/paddles/${paddleId}`;
    expect((await system.call({ path, as: ['ann', 'bidder'] })).status).toBe(404);
    expect((await system.call({ path, as: ['olga', 'operator'] })).status).toBe(200);
    expect(await putLimit(paddleId, 'ann', 1)).toMatchObject({ status: 404 });
    const list = `/v1/sales/${saleId}/paddles`;
    const own = (await system.call({ path: list, as: ['eve', 'bidder'] })).body['items'];
    expect(own).toHaveLength(1);
  });
});

describe('the tenant’s clock', () => {
  let system: BiddingSystem;
  beforeAll(async () => {
    system = await startBidding('clock');
  });
  afterAll(() => system.stop());

  const put = (now: string, role: 'operator' | 'bidder' = 'operator') =>
    system.call({ method: 'PUT', path: '/v1/demo/clock', as: ['olga', role], body: { now } });

  it('is the database’s until it is set, then stands still and never goes back', async () => {
    const before = await system.call({ path: '/v1/clock' });
    expect(Math.abs(Date.parse(before.body['now'] as string) - Date.now())).toBeLessThan(60_000);
    expect((await put('2026-05-01T10:00:00.000Z')).status).toBe(200);
    expect((await system.call({ path: '/v1/clock' })).body).toEqual({
      now: '2026-05-01T10:00:00.000Z',
    });
    expect(await put('2026-05-01T09:59:59.999Z')).toMatchObject({
      status: 422,
      body: { code: 'clock_goes_back' },
    });
    expect((await put('2026-05-01T10:00:00.000Z')).status).toBe(200);
    expect((await put('2026-05-01T10:00:00.000Z', 'bidder')).status).toBe(403);
  });

  it('makes a database unready that is neither demo nor test', async () => {
    expect((await system.call({ path: '/health/ready' })).status).toBe(200);
    await system.database.query('DELETE FROM clock.database_mark');
    const ready = await system.call({ path: '/health/ready' });
    expect(ready.status).toBe(503);
    expect(ready.text).toContain('neither demo nor test');
    expect((await system.call({ path: '/v1/clock' })).body['now']).not.toContain('2026-05-01');
    expect((await put('2026-06-01T10:00:00.000Z')).status).toBe(404);
  });
});
