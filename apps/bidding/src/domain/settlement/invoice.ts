import { allot } from '@outcry/kernel';
import { accounts, type TransferLeg } from '../ledger-request';
import { commissionOn, premiumOn } from '../sale/premium';
import type { Sale } from '../sale/sale';
import type { Invoice, KnownSettlement } from './settlement';

/** What a hammer price makes the buyer owe, by the sale's schedules. */
export const invoiceOf = (sale: Sale, hammer: bigint): Invoice => ({
  asset: sale.asset,
  hammer,
  premium: premiumOn(sale.premium, hammer),
  premiumVersion: sale.premium.version,
  commission: commissionOn(sale.commission, hammer),
  commissionVersion: sale.commission.version,
});

/** What is captured from the buyer, in minor units. */
export const totalOf = ({ hammer, premium }: Invoice): bigint => hammer + premium;

type Parties = Pick<KnownSettlement, 'saleId' | 'sellerId' | 'buyerId' | 'invoice'>;

/**
 * How the escrow of a settlement leaves it: the refund to the buyer, and the rest to the seller
 * (hammer less commission), premium and commission in their proportion. The legs sum to what was
 * captured, and legs of zero are left out.
 *
 * @param refund minor units, at most what was captured
 */
export const payoutLegs = (settlement: Parties, refund: bigint): readonly TransferLeg[] => {
  const { saleId, sellerId, buyerId, invoice } = settlement;
  const { asset, hammer, premium, commission } = invoice;
  const rest = totalOf(invoice) - refund;
  const [payout = 0n, premiumPart = 0n, commissionPart = 0n] = allot(rest, [
    hammer - commission,
    premium,
    commission,
  ]);
  const leg = (code: TransferLeg['code'], creditAccount: string, amount: bigint): TransferLeg => ({
    code,
    creditAccount,
    debitAccount: accounts.escrow(saleId),
    amount: { amount, asset },
  });
  return [
    leg('refund', accounts.wallet(buyerId), refund),
    leg('payout', accounts.wallet(sellerId), payout),
    leg('premium', accounts.premium, premiumPart),
    leg('commission', accounts.commission, commissionPart),
  ].filter(({ amount }) => amount.amount > 0n);
};
