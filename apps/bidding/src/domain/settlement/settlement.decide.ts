import { accept, reject } from '@outcry/kernel';
import type { LedgerRequest } from '../ledger-request';
import type { Decision } from '../rejections';
import { totalOf } from './invoice';
import type {
  AwaitingCapture,
  KnownSettlement,
  PayoutCause,
  Settlement,
  SettlementCommand,
  SettlementEvent,
} from './settlement';
import { paymentRequest, payoutRequest, voidRequest } from './settlement.requests';
import { takeAnswer } from './take-answer.decide';

type Of<Type extends SettlementCommand['type']> = Extract<SettlementCommand, { type: Type }>;
type Events = Decision<readonly SettlementEvent[]>;

const payout = (
  settlement: KnownSettlement,
  refund: bigint,
  cause: PayoutCause,
  { nowMs: atMs, newCommandId }: SettlementCommand,
): SettlementEvent => {
  const request = payoutRequest(settlement, refund, newCommandId);
  return { type: 'payout_requested', atMs, refund, cause, request };
};

const meetDeadline = (
  settlement: KnownSettlement,
  command: Of<'meet_deadline'>,
): readonly SettlementEvent[] => {
  const { nowMs } = command;
  const due = settlementDueAtMs(settlement);
  if (due === null || nowMs < due) return [];
  switch (settlement.status) {
    case 'awaiting_payment':
      return [{ type: 'buyer_defaulted', atMs: nowMs, reason: 'not_paid' }];
    case 'awaiting_delivery':
      return [payout(settlement, 0n, 'delivery_deadline', command)];
    case 'disputed':
      return [payout(settlement, totalOf(settlement.invoice), 'dispute_deadline', command)];
    default:
      return [];
  }
};

const askAgain = (
  settlement: KnownSettlement,
  command: Of<'ask_again'>,
): readonly SettlementEvent[] => {
  if (settlement.status === 'paying_out' && !settlement.request)
    return [payout(settlement, settlement.refund, settlement.cause, command)];
  if (settlement.status !== 'awaiting_payment' || settlement.request) return [];
  const { shortfall, refusals } = settlement;
  const request = paymentRequest(settlement, shortfall, command.newCommandId);
  return [{ type: 'payment_requested', atMs: command.nowMs, request, shortfall, refusals }];
};

const voiding = (settlement: AwaitingCapture, command: Of<'give_up'>): SettlementEvent => {
  const { nowMs: atMs, reason, newCommandId } = command;
  const captureCommandId = settlement.request.commandId;
  const request = voidRequest(settlement, captureCommandId, newCommandId);
  return { type: 'void_requested', atMs, reason, captureCommandId, request };
};

const giveUp = (settlement: KnownSettlement, command: Of<'give_up'>): Events => {
  if (settlement.status === 'awaiting_capture') return accept([voiding(settlement, command)]);
  if (settlement.status === 'voiding')
    return reject('settlement_in_progress', 'Wait for the ledger; it was asked to void.');
  if (settlement.status !== 'awaiting_payment')
    return reject('settlement_not_pending', 'Give up only what has not been captured.');
  if (settlement.request)
    return reject('settlement_in_progress', 'Wait for the ledger to answer the top-up.');
  const { reason, nowMs: atMs } = command;
  return accept([{ type: 'buyer_defaulted', atMs, reason }]);
};

const confirm = (settlement: KnownSettlement, command: Of<'confirm_delivery'>): Events =>
  settlement.status === 'awaiting_delivery'
    ? accept([payout(settlement, 0n, 'delivery_confirmed', command)])
    : reject('settlement_not_awaiting_delivery', 'Confirm a delivery that is awaited.');

const dispute = (settlement: KnownSettlement, command: Of<'open_dispute'>): Events => {
  const { nowMs, reason } = command;
  if (settlement.status !== 'awaiting_delivery' || nowMs >= settlement.deliveryDueAtMs)
    return reject('settlement_not_awaiting_delivery', 'Dispute before the delivery deadline.');
  const disputeDueAtMs = nowMs + settlement.disputeMs;
  return accept([{ type: 'dispute_opened', atMs: nowMs, reason, disputeDueAtMs }]);
};

const resolve = (settlement: KnownSettlement, command: Of<'resolve_dispute'>): Events => {
  if (settlement.status !== 'disputed')
    return reject('settlement_not_disputed', 'Resolve only a settlement in dispute.');
  const { refund } = command;
  const { asset } = settlement.invoice;
  if (refund.asset !== asset)
    return reject('wrong_asset', `Give the refund in ${asset}.`, { field: '/refund/asset' });
  if (refund.amount < 0n || refund.amount > totalOf(settlement.invoice))
    return reject('refund_out_of_range', 'Refund at most what was captured.', {
      field: '/refund/amount',
    });
  return accept([payout(settlement, refund.amount, 'dispute_resolved', command)]);
};

/** When a business deadline is to be met; null when the settlement waits for something else. */
export const settlementDueAtMs = (settlement: Settlement): number | null => {
  switch (settlement.status) {
    case 'awaiting_payment':
      return settlement.request ? null : settlement.paymentDueAtMs;
    case 'awaiting_delivery':
      return settlement.deliveryDueAtMs;
    case 'disputed':
      return settlement.disputeDueAtMs;
    default:
      return null;
  }
};

/** The request to the ledger that has no answer yet: to be sent again as it is. */
export const pendingRequestOfSettlement = (settlement: Settlement): LedgerRequest | null =>
  'request' in settlement ? settlement.request : null;

/**
 * Decides a settlement's next step. Deadlines and answers are repeatable: what no longer applies
 * changes nothing. Only an answer chooses a branch of what was asked of the ledger.
 *
 * Rejections: `not_found`, `settlement_not_pending`, `settlement_in_progress`,
 * `settlement_not_awaiting_delivery`, `settlement_not_disputed`, `wrong_asset`,
 * `refund_out_of_range`.
 */
export const decideSettlement = (command: SettlementCommand, settlement: Settlement): Events => {
  if (settlement.status === 'none') return reject('not_found', 'There is no such settlement.');
  switch (command.type) {
    case 'take_answer':
      return accept(takeAnswer(settlement, command));
    case 'meet_deadline':
      return accept(meetDeadline(settlement, command));
    case 'ask_again':
      return accept(askAgain(settlement, command));
    case 'give_up':
      return giveUp(settlement, command);
    case 'confirm_delivery':
      return confirm(settlement, command);
    case 'open_dispute':
      return dispute(settlement, command);
    case 'resolve_dispute':
      return resolve(settlement, command);
  }
};
