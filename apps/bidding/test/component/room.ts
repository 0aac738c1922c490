import { eventually } from '@outcry/testing';
import type { BiddingSystem, Reply } from './bidding-system';

export const usd = (amount: number | bigint) => ({ amount: amount.toString(), asset: 'USD/2' });

export type Id = string;

/** The steps that most component specs begin with; each fails loudly when it is refused. */
export const roomOf = (system: BiddingSystem) => {
  const { call } = system;

  const expectOk = (reply: Reply): Record<string, unknown> => {
    if (reply.status >= 300) throw new Error(`${reply.status} ${reply.text}`);
    return reply.body;
  };

  const post = async (
    as: Parameters<typeof call>[0]['as'],
    path: string,
    body: unknown = {},
  ): Promise<Record<string, unknown>> =>
    expectOk(await call({ method: 'POST', path, ...(as ? { as } : {}), body }));

  return {
    post,
    setClock: async (now: string): Promise<void> => {
      const path = '/v1/demo/clock';
      expectOk(await call({ method: 'PUT', path, as: ['olga', 'operator'], body: { now } }));
    },
    sale: async (terms: object = {}): Promise<Id> => {
      const body = { title: 'Evening sale', asset: 'USD/2', ...terms };
      return (await post(['olga', 'operator'], '/v1/sales', body))['saleId'] as Id;
    },
    auction: async (saleId: Id, terms: object = {}): Promise<Id> => {
      const body = {
        saleId,
        lot: { title: 'A clock' },
        startPrice: usd(1_000),
        opensAt: '2026-01-01T10:00:00.000Z',
        endsAt: '2026-01-02T10:00:00.000Z',
        ...terms,
      };
      const made = await post(['sam', 'seller'], '/v1/auctions', body);
      const auctionId = made['auctionId'] as Id;
      await post(['sam', 'seller'], `/v1/auctions/${auctionId}/schedule`);
      return auctionId;
    },
    paddle: async (saleId: Id, bidder: string, limit: number): Promise<Id> => {
      const path = `/v1/sales/${saleId}/paddles`;
      const paddle = await post([bidder, 'bidder'], path, { limit: usd(limit) });
      const paddleId = paddle['paddleId'] as Id;
      await eventually(async () => {
        const reply = await call({ path: `/v1/paddles/${paddleId}`, as: [bidder, 'bidder'] });
        if (reply.body['status'] !== 'live') throw new Error(`the paddle is ${reply.text}`);
      });
      return paddleId;
    },
    bid: (auctionId: Id, bidder: string, amount: number, key?: string, at = 0): Promise<Reply> =>
      call({
        method: 'POST',
        path: `/v1/auctions/${auctionId}/bids`,
        as: [bidder, 'bidder'],
        body: { amount: usd(amount) },
        ...(key === undefined ? {} : { key }),
        at,
      }),
    auctionNow: async (auctionId: Id): Promise<Record<string, unknown>> =>
      expectOk(await call({ path: `/v1/auctions/${auctionId}` })),
    untilAuction: (auctionId: Id, status: string): Promise<void> =>
      eventually(async () => {
        const { body } = await call({ path: `/v1/auctions/${auctionId}` });
        if (body['status'] !== status) throw new Error(`the auction is ${String(body['status'])}`);
      }),
    settlements: async (auctionId: Id): Promise<readonly Record<string, unknown>[]> => {
      const path = `/v1/settlements?auctionId=${auctionId}`;
      const { items } = expectOk(await call({ path, as: ['olga', 'operator'] }));
      return items as Record<string, unknown>[];
    },
    untilSettlement: (auctionId: Id, status: string): Promise<Id> =>
      eventually(async () => {
        const path = `/v1/settlements?auctionId=${auctionId}`;
        const { body } = await call({ path, as: ['olga', 'operator'] });
        const items = body['items'] as Record<string, unknown>[];
        const found = items.find((one) => one['status'] === status);
        if (!found) throw new Error(JSON.stringify(items.map((one) => one['status'])));
        return found['settlementId'] as Id;
      }),
  };
};

export type Room = ReturnType<typeof roomOf>;
