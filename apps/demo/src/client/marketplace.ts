import { setTimeout as sleep } from 'node:timers/promises';
import { toTimestamp, type InstantMs } from '@outcry/kernel';
import type { ApiAnswer, ApiClient } from './api-client';
import type { DemoRole, DemoTokens } from './demo-tokens';

export type WireMoney = { readonly amount: string; readonly asset: string };

/** What the demo reads of an auction. */
export type AuctionView = {
  readonly auctionId: string;
  readonly sequence: number;
  readonly auction: {
    readonly status: string;
    readonly price: WireMoney | null;
    readonly leader: string | null;
    readonly endsAt: string | null;
    readonly extensions: number;
    readonly bidCount: number;
    readonly minimumBid: WireMoney | null;
  };
};

export type SettlementView = {
  readonly settlementId: string;
  readonly auctionId: string;
  readonly status: string;
  readonly ended: boolean;
};

const POLL_MS = 100;

/** Repeats `look` until it gives something other than null. */
const until = async <T>(
  what: string,
  patienceMs: number,
  look: () => Promise<T | null>,
): Promise<T> => {
  for (const endsAt = Date.now() + patienceMs; ; await sleep(POLL_MS)) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > endsAt) throw new Error(`waited in vain for ${what}`);
  }
};

/** One tenant of the marketplace through the public gateway, as its different people. */
export const createMarketplace = (
  api: ApiClient,
  tokens: DemoTokens,
  tenantId: string,
  newKey: () => string,
) => {
  const as = (sub: string, role: DemoRole) => tokens.of(tenantId, sub, role);
  const post = async (sub: string, role: DemoRole, path: string, body: unknown, key = newKey()) =>
    api.expect({ method: 'POST', path, body, token: await as(sub, role), idempotencyKey: key });
  const get = async (sub: string, role: DemoRole, path: string) =>
    api.expect({ method: 'GET', path, token: await as(sub, role) });

  /** Every item of a paged list. */
  const all = async <T>(path: string): Promise<T[]> => {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = `${path}${path.includes('?') ? '&' : '?'}limit=100${cursor && `&cursor=${cursor}`}`;
      const body = (await get('operator', 'operator', page)) as {
        items: T[];
        nextCursor: string | null;
      };
      items.push(...body.items);
      cursor = body.nextCursor ?? null;
    }
    return items;
  };

  return {
    tenantId,
    post,
    get,
    all,
    setClock: async (now: InstantMs): Promise<void> => {
      const token = await as('operator', 'operator');
      await api.expect({
        method: 'PUT',
        path: '/v1/demo/clock',
        body: { now: toTimestamp(now) },
        token,
      });
    },
    bid: async (
      bidder: string,
      auctionId: string,
      amount: WireMoney,
      key: string,
    ): Promise<ApiAnswer> =>
      api.send({
        method: 'POST',
        path: `/v1/auctions/${auctionId}/bids`,
        body: { amount },
        token: await as(bidder, 'bidder'),
        idempotencyKey: key,
      }),
    auction: async (auctionId: string): Promise<AuctionView> =>
      (await get('operator', 'operator', `/v1/auctions/${auctionId}`)) as AuctionView,
    settlements: () => all<SettlementView>('/v1/settlements'),
    until,
  };
};

export type Marketplace = ReturnType<typeof createMarketplace>;
