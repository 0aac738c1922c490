import { authorisationMatrix, type MatrixRow } from '@outcry/service';
import { biddingRoutes } from '../../src/http/routes';
import { startBidding, type BiddingSystem } from './bidding-system';
import { roomOf, usd } from './room';

/** The declarations alone: no handler of these is called. */
const routes = biddingRoutes({} as never);

/** Bodies that the schemas take, so that only who asks decides. */
const BODIES: Readonly<Record<string, object>> = {
  createSale: { title: 'A sale', asset: 'USD/2' },
  requestPaddle: { limit: usd(1_000) },
  changeLimit: { limit: usd(90_000) },
  createAuction: {
    lot: { title: 'A lot' },
    startPrice: usd(1_000),
    opensAt: '2026-03-01T10:00:00.000Z',
    endsAt: '2026-03-02T10:00:00.000Z',
  },
  editAuction: { mode: 'straight' },
  cancelAuction: { reason: 'broken' },
  lowerReserve: { reserve: usd(2_000) },
  placeBid: { amount: usd(5_000) },
  buyNow: { price: usd(5_000) },
  retractBids: { reason: 'wrong_amount' },
  voidBid: { bidId: '00000000-0000-7000-8000-000000000000', reason: 'shill' },
  openDispute: { reason: 'broken' },
  resolveDispute: { refund: usd(1) },
  giveUpSettlement: { reason: 'too long' },
  setClock: { now: '2026-02-01T00:00:00.000Z' },
};

describe('who may do what, on the service’s own port', () => {
  let system: BiddingSystem;
  const ids = { saleId: '', auctionId: '', paddleId: '', settlementId: '' };
  beforeAll(async () => {
    system = await startBidding('authorisation');
    const room = roomOf(system);
    await room.setClock('2026-01-01T11:00:00.000Z');
    ids.saleId = await room.sale();
    ids.paddleId = await room.paddle(ids.saleId, 'own', 90_000);
    const sold = await room.auction(ids.saleId, { endsAt: '2026-01-01T12:00:00.000Z' });
    await room.bid(sold, 'own', 5_000);
    await room.setClock('2026-01-01T12:00:00.000Z');
    ids.settlementId = await room.untilSettlement(sold, 'awaiting_delivery');
    const made = await room.post(['own', 'seller'], '/v1/auctions', {
      ...BODIES['createAuction'],
      saleId: ids.saleId,
    });
    ids.auctionId = made['auctionId'] as string;
    await room.post(['own', 'seller'], `/v1/auctions/${ids.auctionId}/schedule`);
  });
  afterAll(() => system.stop());

  const ask = ({ operationId, method, path, caller, resource }: MatrixRow) => {
    const body = { ...BODIES[operationId] };
    return system.call({
      method,
      path: path.replace(/\{(\w+)\}/g, (_, name: keyof typeof ids) => ids[name]),
      ...(caller === 'anonymous'
        ? {}
        : { as: [resource === 'own' ? 'own' : 'stranger', caller] as const }),
      ...(method === 'GET'
        ? {}
        : { body: operationId === 'createAuction' ? { ...body, saleId: ids.saleId } : body }),
      headers: { 'if-match': '*' },
    });
  };

  it.each(authorisationMatrix(routes).map((row) => [Object.values(row).join(' '), row] as const))(
    '%s',
    async (_name, row) => {
      const { status, body } = await ask(row);
      if (row.expected === 'unauthenticated') expect(status).toBe(401);
      else if (row.expected === 'not_found') expect(status).toBe(404);
      else if (row.expected === 'forbidden')
        expect([status, body['code']]).toEqual([403, 'forbidden']);
      else if (row.operationId !== 'voidBid') expect([401, 403, 404]).not.toContain(status);
    },
  );
});
