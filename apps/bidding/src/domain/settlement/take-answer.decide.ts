import type {
  AwaitingPayment,
  KnownSettlement,
  SettlementCommand,
  SettlementEvent,
} from './settlement';
import { captureRequest } from './settlement.requests';

type Answer = Extract<SettlementCommand, { type: 'take_answer' }>;
type Events = readonly SettlementEvent[];

const captured = (settlement: KnownSettlement, { nowMs }: Answer): SettlementEvent => ({
  type: 'captured',
  atMs: nowMs,
  deliveryDueAtMs: nowMs + settlement.deliveryMs,
});

const defaulted = (reason: string, { nowMs }: Answer): SettlementEvent => ({
  type: 'buyer_defaulted',
  atMs: nowMs,
  reason,
});

/** An answer to the capture counts while it is being voided, too: both come in any order. */
const ofCapture = (settlement: KnownSettlement, command: Answer): Events => {
  if (command.answer === 'hold_captured') return [captured(settlement, command)];
  return command.answer === 'capture_refused' ? [defaulted(command.reason, command)] : [];
};

const ofVoid = (settlement: KnownSettlement, reason: string, command: Answer): Events => {
  if (command.answer === 'capture_stands') return [captured(settlement, command)];
  return command.answer === 'capture_voided' ? [defaulted(reason, command)] : [];
};

/** A refusal is final only when the payment deadline has passed; until then it is asked again. */
const ofPayment = (settlement: AwaitingPayment, command: Answer): Events => {
  const { answer, nowMs: atMs, reason, newCommandId } = command;
  if (answer === 'hold_increased')
    return [{ type: 'capture_requested', atMs, request: captureRequest(settlement, newCommandId) }];
  if (answer !== 'hold_increase_refused') return [];
  return atMs >= settlement.paymentDueAtMs
    ? [defaulted('not_paid', command)]
    : [{ type: 'payment_refused', atMs, reason }];
};

const ofPayout = ({ answer, nowMs: atMs, reason }: Answer): Events => {
  if (answer === 'transfers_posted') return [{ type: 'payout_completed', atMs }];
  return answer === 'transfers_refused' ? [{ type: 'payout_refused', atMs, reason }] : [];
};

/**
 * What the ledger's answer means for a settlement. One to a command that is not pending (a
 * duplicate, a late one, one out of order) changes nothing.
 */
export const takeAnswer = (settlement: KnownSettlement, command: Answer): Events => {
  const { commandId } = command;
  if (settlement.status === 'voiding' && commandId === settlement.captureCommandId)
    return ofCapture(settlement, command);
  if (!('request' in settlement) || settlement.request?.commandId !== commandId) return [];
  switch (settlement.status) {
    case 'awaiting_payment':
      return ofPayment(settlement, command);
    case 'awaiting_capture':
      return ofCapture(settlement, command);
    case 'voiding':
      return ofVoid(settlement, settlement.reason, command);
    case 'paying_out':
      return ofPayout(command);
  }
};
