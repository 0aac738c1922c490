import { eventually } from '@outcry/testing';
import { startBidding, type BiddingSystem } from './bidding-system';
import { roomOf, usd, type Room } from './room';

const DAY_MS = 86_400_000;

describe('settlements', () => {
  let system: BiddingSystem;
  let room: Room;
  let day = 1;
  beforeAll(async () => {
    system = await startBidding('settlement');
    room = roomOf(system);
  });
  afterAll(() => system.stop());
  beforeEach(() => {
    system.ledger.treat = () => 'answer';
    system.ledger.copies = 1;
  });

  const at = (offsetMs: number): string =>
    new Date(Date.UTC(2026, 0, day) + offsetMs).toISOString();

  /** A lot on which each bids the given maximum, in order; its end has come when this returns. */
  const soldLot = async (
    bids: readonly (readonly [bidder: string, amount: number])[],
    terms: object = {},
    limit = 100_000,
  ): Promise<{ auctionId: string; saleId: string }> => {
    day += 60;
    await room.setClock(at(0));
    const saleId = await room.sale({
      buyersPremium: [{ from: '0', bps: 1_000 }],
      sellersCommissionBps: 500,
      deadlines: { paymentMs: DAY_MS, deliveryMs: 5 * DAY_MS, disputeMs: 5 * DAY_MS },
      ...terms,
    });
    const auctionId = await room.auction(saleId, { opensAt: at(1_000), endsAt: at(DAY_MS) });
    for (const bidder of new Set(bids.map(([name]) => name)))
      await room.paddle(saleId, bidder, limit);
    await room.setClock(at(2_000));
    for (const [bidder, amount] of bids)
      expect(await room.bid(auctionId, bidder, amount)).toMatchObject({ status: 201 });
    await room.setClock(at(DAY_MS));
    return { auctionId, saleId };
  };

  it('take every answer once, however often and late it comes', async () => {
    system.ledger.copies = 3;
    const { auctionId, saleId } = await soldLot([['ann', 5_000]]);
    const settlementId = await room.untilSettlement(auctionId, 'awaiting_delivery');
    await room.post(['ann', 'bidder'], `/v1/settlements/${settlementId}/confirm-delivery`);
    await room.untilSettlement(auctionId, 'settled');
    for (const command of [...system.ledger.commands].reverse())
      await system.ledger.answerNow(command, 'answer');
    await room.untilSettlement(auctionId, 'settled');
    expect(system.ledger.balances.get(`escrow:${saleId}`)).toBe(0n);
    const { rows } = await system.database.query<{ exposure: string; limit: string }>(
      'SELECT exposure, spending_limit AS limit FROM paddle WHERE sale_id = $1',
      [saleId],
    );
    expect(rows).toEqual([{ exposure: '0', limit: '98900' }]);
  });

  it('wait for an answer as long as it takes, asking again under the same id', async () => {
    system.ledger.treat = ({ type }) => (type === 'ledger.capture-hold.v1' ? 'silence' : 'answer');
    const { auctionId } = await soldLot([['ann', 5_000]]);
    const settlementId = await room.untilSettlement(auctionId, 'awaiting_capture');
    const captures = (atLeast: number) =>
      eventually(() => {
        const { commands } = system.ledger;
        const found = commands.filter(({ data }) => data.reference.id === settlementId);
        return found.length >= atLeast ? found : false;
      });
    const [sent] = (await captures(1)) || [];
    await room.setClock(at(30 * DAY_MS));
    await system.database.query(
      `UPDATE settlement SET resend_at = clock_timestamp() WHERE status = 'awaiting_capture'`,
    );
    const [first, again] = (await captures(2)) || [];
    expect(first?.type).toBe('ledger.capture-hold.v1');
    expect(again).toEqual(first);
    await room.untilSettlement(auctionId, 'awaiting_capture');
    if (sent) await system.ledger.answerNow(sent, 'answer');
    await room.untilSettlement(auctionId, 'awaiting_delivery');
  });

  it('default on a refused capture, and give the next bidder the lot at the price without', async () => {
    let refused = 0;
    system.ledger.treat = ({ type }) => {
      if (type !== 'ledger.capture-hold.v1' || refused > 0) return 'answer';
      refused += 1;
      return 'refuse';
    };
    const { auctionId } = await soldLot([
      ['ann', 3_000],
      ['bob', 9_000],
      ['cat', 6_000],
    ]);
    await room.untilSettlement(auctionId, 'awaiting_delivery');
    const statuses = (await room.settlements(auctionId)).map((one) => [
      one['status'],
      one['buyerId'],
      (one['hammerPrice'] as { amount: string }).amount,
    ]);
    // bob paid next(6,000); without him cat pays next(3,000).
    expect(statuses).toEqual([
      ['awaiting_delivery', 'cat', '3100'],
      ['defaulted', 'bob', '6100'],
    ]);
    expect(await room.auctionNow(auctionId)).toMatchObject({
      status: 'sold',
      auction: { price: usd(3_100) },
    });
  });

  it('return the lot when every buyer defaults', async () => {
    system.ledger.treat = ({ type }) => (type === 'ledger.capture-hold.v1' ? 'refuse' : 'answer');
    const { auctionId, saleId } = await soldLot([
      ['ann', 3_000],
      ['bob', 9_000],
    ]);
    await room.untilAuction(auctionId, 'unsold');
    const settlements = await room.settlements(auctionId);
    expect(settlements.map((one) => one['status'])).toEqual(['defaulted', 'defaulted']);
    const { rows } = await system.database.query<{ exposure: string }>(
      'SELECT exposure FROM paddle WHERE sale_id = $1',
      [saleId],
    );
    expect(rows).toEqual([{ exposure: '0' }, { exposure: '0' }]);
  });

  it('ask the wallet for what a part deposit leaves, and default when it is not paid in time', async () => {
    system.ledger.treat = ({ type, data }) =>
      type === 'ledger.increase-hold.v1' && data.reference.type === 'settlement'
        ? 'refuse'
        : 'answer';
    const { auctionId } = await soldLot([['ann', 5_000]], { depositBps: 1_000 }, 50_000);
    await room.untilSettlement(auctionId, 'awaiting_payment');
    await room.setClock(at(2 * DAY_MS + 1));
    await room.untilAuction(auctionId, 'unsold');
    await room.untilSettlement(auctionId, 'defaulted');
  });

  it('capture all of it when the wallet covers what a part deposit leaves', async () => {
    const { auctionId, saleId } = await soldLot([['ann', 5_000]], { depositBps: 1_000 }, 50_000);
    await room.untilSettlement(auctionId, 'awaiting_delivery');
    expect(system.ledger.balances.get(`escrow:${saleId}`)).toBe(1_100n);
  });

  it('pay the seller when nobody confirms and the deadline passes', async () => {
    const { auctionId, saleId } = await soldLot([['ann', 5_000]]);
    await room.untilSettlement(auctionId, 'awaiting_delivery');
    await room.setClock(at(7 * DAY_MS));
    await room.untilSettlement(auctionId, 'settled');
    expect(system.ledger.balances.get(`escrow:${saleId}`)).toBe(0n);
  });

  it('refund a dispute in part, as the operator decides', async () => {
    const { auctionId, saleId } = await soldLot([['ann', 5_000]]);
    const id = await room.untilSettlement(auctionId, 'awaiting_delivery');
    await room.post(['ann', 'bidder'], `/v1/settlements/${id}/dispute`, { reason: 'it is broken' });
    await room.post(['olga', 'operator'], `/v1/settlements/${id}/resolve`, { refund: usd(400) });
    await room.untilSettlement(auctionId, 'settled');
    expect(system.ledger.balances.get('wallet:ann')).toBe(400n);
    expect(system.ledger.balances.get(`escrow:${saleId}`)).toBe(0n);
  });

  it('end by void-if-not-captured when an operator gives up', async () => {
    system.ledger.treat = ({ type }) => (type === 'ledger.capture-hold.v1' ? 'silence' : 'answer');
    const { auctionId } = await soldLot([['ann', 5_000]]);
    const id = await room.untilSettlement(auctionId, 'awaiting_capture');
    await room.post(['olga', 'operator'], `/v1/settlements/${id}/give-up`, { reason: 'too long' });
    await room.untilSettlement(auctionId, 'defaulted');
    await room.untilAuction(auctionId, 'unsold');
  });

  it('are shown to their parties and operators only', async () => {
    const { auctionId } = await soldLot([['ann', 5_000]]);
    const id = await room.untilSettlement(auctionId, 'awaiting_delivery');
    const get = async (sub: string, role: 'bidder' | 'seller' | 'operator') =>
      (await system.call({ path: `/v1/settlements/${id}`, as: [sub, role] })).status;
    expect(await get('ann', 'bidder')).toBe(200);
    expect(await get('sam', 'seller')).toBe(200);
    expect(await get('olga', 'operator')).toBe(200);
    expect(await get('bob', 'bidder')).toBe(404);
    const confirm = `/v1/settlements/${id}/confirm-delivery`;
    const foreign = { method: 'POST', path: confirm, as: ['bob', 'bidder'], body: {} } as const;
    expect(await system.call(foreign)).toMatchObject({ status: 404 });
  });
});
