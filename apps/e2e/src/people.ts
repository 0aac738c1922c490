import { randomBytes, randomUUID } from 'node:crypto';
import {
  createApiClient,
  createDemoTokens,
  createMarketplace,
  type DemoRole,
  type Marketplace,
} from '@outcry/demo';
import { toTimestamp } from '@outcry/kernel';
import { gatewayUrl } from './system';

/** A client that asks once and takes what comes: for tests that look at refusals and failures. */
export const impatient = createApiClient({
  baseUrl: gatewayUrl,
  patienceMs: 0,
  timeoutMs: 20_000,
  onRetry: () => {},
});

/** A client that lives through restarts, as the demo's does. */
export const patient = createApiClient({
  baseUrl: gatewayUrl,
  patienceMs: 90_000,
  timeoutMs: 15_000,
  onRetry: () => {},
});

export const tokens = createDemoTokens(patient);

/** A tenant that no other test has touched. */
export const newTenant = (): Marketplace =>
  createMarketplace(patient, tokens, `e2e-${randomBytes(5).toString('hex')}`, randomUUID);

export const tokenOf = (market: Marketplace, sub: string, role: DemoRole): Promise<string> =>
  tokens.of(market.tenantId, sub, role);

export const usd = (amount: number) => ({ amount: String(amount), asset: 'USD/2' });

const PATIENCE_MS = 60_000;

export const openSale = async (market: Marketplace): Promise<string> => {
  const sale = (await market.post('operator', 'operator', '/v1/sales', {
    title: 'A sale',
    asset: 'USD/2',
    buyersPremium: [{ from: '0', bps: 1_000 }],
    sellersCommissionBps: 500,
  })) as { saleId: string };
  return sale.saleId;
};

export const deposit = (market: Marketplace, who: string, amount: number): Promise<unknown> =>
  market.post('operator', 'operator', '/v1/transfers', {
    transfers: [
      {
        debitAccount: 'cash:deposits',
        creditAccount: `wallet:${who}`,
        amount: usd(amount),
        code: 'deposit',
      },
    ],
  });

/** Pays a bidder's wallet and registers a paddle with the same limit; resolves once it is live. */
export const admit = async (
  market: Marketplace,
  saleId: string,
  who: string,
  limit: number,
): Promise<{ paddleId: string; number: string }> => {
  await deposit(market, who, limit);
  const { paddleId } = (await market.post(who, 'bidder', `/v1/sales/${saleId}/paddles`, {
    limit: usd(limit),
  })) as { paddleId: string };
  return market.until(`the paddle of ${who}`, PATIENCE_MS, async () => {
    const paddle = (await market.get(who, 'bidder', `/v1/paddles/${paddleId}`)) as {
      status: string;
      number: string;
    };
    return paddle.status === 'live' ? { paddleId, number: paddle.number } : null;
  });
};

export type AuctionOptions = {
  readonly opensInMs?: number;
  readonly lengthMs?: number;
  readonly more?: Record<string, unknown>;
};

/** An auction of the seller: opens at once, stays open for an hour, unless told otherwise. */
export const openAuction = async (
  market: Marketplace,
  saleId: string,
  { opensInMs = 0, lengthMs = 3_600_000, more = {} }: AuctionOptions = {},
): Promise<string> => {
  const opensAt = Date.now() + opensInMs;
  const { auctionId } = (await market.post('seller', 'seller', '/v1/auctions', {
    saleId,
    lot: { title: 'A lot', description: 'Of the test.', imageUrls: [] },
    mode: 'proxy',
    startPrice: usd(1_000),
    opensAt: toTimestamp(opensAt),
    endsAt: toTimestamp(opensAt + lengthMs),
    ...more,
  })) as { auctionId: string };
  await market.post('seller', 'seller', `/v1/auctions/${auctionId}/schedule`, {});
  return auctionId;
};
