import { accounts, type LedgerReference, type LedgerRequest } from '../ledger-request';
import { payoutLegs, totalOf } from './invoice';
import type { KnownSettlement } from './settlement';

const referenceTo = (settlementId: string): LedgerReference => ({
  type: 'settlement',
  id: settlementId,
});

type Payer = Pick<KnownSettlement, 'settlementId' | 'saleId' | 'paddleId' | 'invoice'>;

/** The hold of a paddle has the paddle's id. */
export const captureRequest = (settlement: Payer, commandId: string): LedgerRequest => ({
  kind: 'capture_hold',
  commandId,
  reference: referenceTo(settlement.settlementId),
  holdId: settlement.paddleId,
  amount: { amount: totalOf(settlement.invoice), asset: settlement.invoice.asset },
  creditAccount: accounts.escrow(settlement.saleId),
});

export const paymentRequest = (
  settlement: Payer,
  shortfall: bigint,
  commandId: string,
): LedgerRequest => ({
  kind: 'increase_hold',
  commandId,
  reference: referenceTo(settlement.settlementId),
  holdId: settlement.paddleId,
  amount: { amount: shortfall, asset: settlement.invoice.asset },
});

export const voidRequest = (
  settlement: Payer,
  captureCommandId: string,
  commandId: string,
): LedgerRequest => ({
  kind: 'void_if_not_captured',
  commandId,
  reference: referenceTo(settlement.settlementId),
  holdId: settlement.paddleId,
  captureCommandId,
});

export const payoutRequest = (
  settlement: KnownSettlement,
  refund: bigint,
  commandId: string,
): LedgerRequest => ({
  kind: 'post_transfers',
  commandId,
  reference: referenceTo(settlement.settlementId),
  transfers: payoutLegs(settlement, refund),
});
