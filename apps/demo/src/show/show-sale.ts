import { toTimestamp } from '@outcry/kernel';
import type { Marketplace } from '../client/marketplace';
import type { Recording } from '../recorded/recorded-auction';
import { COMMISSION_BPS, limitsOf, PREMIUM_BPS } from '../replay/funding';

export type ShowSale = { readonly saleId: string; readonly asset: string };

const CHAIN_LIMIT = 50;
const PATIENCE_MS = 60_000;

const deposit = (bidder: string, amount: bigint, asset: string) => ({
  debitAccount: 'cash:deposits',
  creditAccount: `wallet:${bidder}`,
  amount: { amount: amount.toString(), asset },
  code: 'deposit',
});

/** A new sale for one round of the show, its recorded bidders paid and registered. */
export const fundShow = async (market: Marketplace, recording: Recording): Promise<ShowSale> => {
  const asset = recording.rules.asset;
  const sale = (await market.post('operator', 'operator', '/v1/sales', {
    title: `Live show ${toTimestamp(Date.now()).slice(0, 16)}`,
    asset,
    buyersPremium: [{ from: '0', bps: PREMIUM_BPS }],
    sellersCommissionBps: COMMISSION_BPS,
  })) as { saleId: string };
  const limits = [...limitsOf(recording.auctions)];
  for (let from = 0; from < limits.length; from += CHAIN_LIMIT) {
    const chunk = limits.slice(from, from + CHAIN_LIMIT);
    const transfers = chunk.map(([bidder, amount]) => deposit(bidder, amount, asset));
    await market.post('operator', 'operator', '/v1/transfers', { transfers });
  }
  for (const [bidder, amount] of limits) {
    const limit = { amount: amount.toString(), asset };
    await market.post(bidder, 'bidder', `/v1/sales/${sale.saleId}/paddles`, { limit });
  }
  await market.until('the paddles of the show', PATIENCE_MS, async () => {
    const paddles = await market.all<{ status: string }>(`/v1/sales/${sale.saleId}/paddles`);
    return paddles.every(({ status }) => status === 'live') ? true : null;
  });
  return { saleId: sale.saleId, asset };
};
