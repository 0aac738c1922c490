import { assert } from '@outcry/kernel';
import type { KnownSettlement, PayingOut, Settlement, SettlementEvent } from './settlement';
import { totalOf } from './invoice';

type LaterEvent = Exclude<SettlementEvent, { type: 'settlement_started' }>;
type Base = Omit<PayingOut, 'status' | 'request' | 'refund' | 'cause' | 'refusals' | 'lastRefusal'>;

/** What every status has: fields of one status do not survive into the next. */
const baseOf = (settlement: KnownSettlement): Base => {
  const { settlementId, auctionId, saleId, sellerId, buyerId, paddleId, invoice } = settlement;
  const { startedAtMs, paymentDueAtMs, deliveryMs, disputeMs } = settlement;
  const parties = { settlementId, auctionId, saleId, sellerId, buyerId, paddleId };
  return { ...parties, invoice, startedAtMs, paymentDueAtMs, deliveryMs, disputeMs };
};

const payingOut = (settlement: KnownSettlement): PayingOut => {
  assert(settlement.status === 'paying_out', `the settlement is ${settlement.status}`);
  return settlement;
};

const refused = (settlement: KnownSettlement, reason: string): KnownSettlement => {
  const state = payingOut(settlement);
  return { ...state, request: null, refusals: state.refusals + 1, lastRefusal: reason };
};

const ended = (settlement: KnownSettlement, atMs: number): KnownSettlement => {
  const { refund, cause } = payingOut(settlement);
  const status = refund === totalOf(settlement.invoice) ? 'refunded' : 'settled';
  return { ...baseOf(settlement), status, refund, cause, endedAtMs: atMs };
};

const payout = (
  settlement: KnownSettlement,
  { request, refund, cause }: Extract<LaterEvent, { type: 'payout_requested' }>,
): KnownSettlement => {
  const before =
    settlement.status === 'paying_out' ? settlement : { refusals: 0, lastRefusal: null };
  const { refusals, lastRefusal } = before;
  const state = { request, refund, cause, refusals, lastRefusal };
  return { ...baseOf(settlement), status: 'paying_out', ...state };
};

const changed = (settlement: KnownSettlement, event: LaterEvent): KnownSettlement => {
  const base = baseOf(settlement);
  switch (event.type) {
    case 'payment_requested': {
      const { request, shortfall, refusals } = event;
      return { ...base, status: 'awaiting_payment', request, shortfall, refusals };
    }
    case 'payment_refused': {
      assert(settlement.status === 'awaiting_payment', 'a payment was asked for');
      return { ...settlement, request: null, refusals: settlement.refusals + 1 };
    }
    case 'capture_requested':
      return { ...base, status: 'awaiting_capture', request: event.request };
    case 'void_requested': {
      const { request, captureCommandId, reason } = event;
      return { ...base, status: 'voiding', request, captureCommandId, reason };
    }
    case 'captured': {
      const { atMs: capturedAtMs, deliveryDueAtMs } = event;
      return { ...base, status: 'awaiting_delivery', capturedAtMs, deliveryDueAtMs };
    }
    case 'dispute_opened': {
      assert(settlement.status === 'awaiting_delivery', 'a captured settlement is disputed');
      const { capturedAtMs } = settlement;
      const { reason, disputeDueAtMs } = event;
      return { ...base, status: 'disputed', capturedAtMs, reason, disputeDueAtMs };
    }
    case 'payout_requested':
      return payout(settlement, event);
    case 'payout_refused':
      return refused(settlement, event.reason);
    case 'payout_completed':
      return ended(settlement, event.atMs);
    case 'buyer_defaulted':
      return { ...base, status: 'defaulted', reason: event.reason, endedAtMs: event.atMs };
  }
};

/** What an event does to a settlement; decides nothing. */
export const evolveSettlement = (
  settlement: Settlement,
  event: SettlementEvent,
): KnownSettlement => {
  if (event.type === 'settlement_started') {
    assert(settlement.status === 'none', 'a settlement starts once');
    const { type: _type, atMs, request, shortfall, ...base } = event;
    const known = { ...base, startedAtMs: atMs };
    return shortfall > 0n
      ? { ...known, status: 'awaiting_payment', request, shortfall, refusals: 0 }
      : { ...known, status: 'awaiting_capture', request };
  }
  assert(settlement.status !== 'none', 'a settlement begins with settlement_started');
  return changed(settlement, event);
};
