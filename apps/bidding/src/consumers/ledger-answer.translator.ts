import { idSchema } from '@outcry/contracts';
import { traceOf, type ReceivedMessage } from '@outcry/messaging';
import type { LedgerAnswer } from '../commands/settlement/take-answers.handler';
import type { PaddleAnswer } from '../domain/paddle/paddle';
import type { SettlementAnswer } from '../domain/settlement/settlement';

type AnswerData = {
  readonly commandId: string;
  readonly reference: { readonly type: string; readonly id: string };
  readonly reason?: string;
};

const TO_PADDLE: Readonly<Record<string, PaddleAnswer>> = {
  'ledger.hold-placed.v1': 'hold_placed',
  'ledger.hold-refused.v1': 'hold_refused',
  'ledger.hold-increased.v1': 'hold_increased',
  'ledger.hold-increase-refused.v1': 'hold_increase_refused',
  'ledger.hold-released.v1': 'hold_released',
  'ledger.release-refused.v1': 'release_refused',
};

const TO_SETTLEMENT: Readonly<Record<string, SettlementAnswer>> = {
  'ledger.hold-increased.v1': 'hold_increased',
  'ledger.hold-increase-refused.v1': 'hold_increase_refused',
  'ledger.hold-captured.v1': 'hold_captured',
  'ledger.capture-refused.v1': 'capture_refused',
  'ledger.capture-voided.v1': 'capture_voided',
  'ledger.capture-stands.v1': 'capture_stands',
  'ledger.transfers-posted.v1': 'transfers_posted',
  'ledger.transfers-refused.v1': 'transfers_refused',
};

/** An answer to a row of bidding; null when the reference names nobody here. */
export const ledgerAnswerOf = (message: ReceivedMessage): LedgerAnswer | null => {
  const { commandId, reference, reason = '' } = message.data as AnswerData;
  const { tenantId, type } = message;
  const { id } = reference;
  if (!idSchema.safeParse(id).success) return null;
  const given = { tenantId, commandId, reason, id, trace: traceOf(message) };
  const toPaddle = TO_PADDLE[type];
  if (reference.type === 'paddle' && toPaddle) return { ...given, to: 'paddle', answer: toPaddle };
  const toSettlement = TO_SETTLEMENT[type];
  if (reference.type !== 'settlement' || !toSettlement) return null;
  return { ...given, to: 'settlement', answer: toSettlement };
};
