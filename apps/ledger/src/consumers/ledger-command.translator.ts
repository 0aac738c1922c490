import { fromWireMoney, ledger, type MessageData } from '@outcry/contracts';
import { Defect, fromTimestamp } from '@outcry/kernel';
import { isMessage, type ReceivedMessage } from '@outcry/messaging';
import type { LedgerCommand } from '../domain/ledger-command';

export const LEDGER_COMMANDS = [
  ledger.placeHoldV1,
  ledger.increaseHoldV1,
  ledger.captureHoldV1,
  ledger.voidIfNotCapturedV1,
  ledger.releaseHoldV1,
  ledger.postTransfersV1,
] as const;

const postTransfers = (
  tenantId: string,
  data: MessageData<typeof ledger.postTransfersV1>,
  newId: () => string,
): LedgerCommand => ({
  kind: 'post_transfers',
  tenantId,
  commandId: data.commandId,
  reference: data.reference,
  legs: data.transfers.map((leg) => ({
    transferId: newId(),
    debitAccount: leg.debitAccount,
    creditAccount: leg.creditAccount,
    amount: fromWireMoney(leg.amount),
    code: leg.code,
  })),
});

const placeHold = (
  tenantId: string,
  data: MessageData<typeof ledger.placeHoldV1>,
): LedgerCommand => ({
  kind: 'place_hold',
  tenantId,
  commandId: data.commandId,
  holdId: data.holdId,
  account: data.account,
  amount: fromWireMoney(data.amount),
  expiresAt: data.expiresAt === null ? null : fromTimestamp(data.expiresAt),
  reference: data.reference,
});

const captureHold = (
  tenantId: string,
  data: MessageData<typeof ledger.captureHoldV1>,
  newId: () => string,
): LedgerCommand => ({
  kind: 'capture_hold',
  tenantId,
  commandId: data.commandId,
  holdId: data.holdId,
  amount: fromWireMoney(data.amount),
  creditAccount: data.creditAccount,
  transferId: newId(),
  reference: data.reference,
});

const otherHoldCommand = (received: ReceivedMessage): LedgerCommand => {
  const { tenantId } = received;
  if (isMessage(ledger.increaseHoldV1, received)) {
    const { commandId, holdId, amount, reference } = received.data;
    const money = fromWireMoney(amount);
    return { kind: 'increase_hold', tenantId, commandId, holdId, amount: money, reference };
  }
  if (isMessage(ledger.releaseHoldV1, received)) {
    const { commandId, holdId, amount, reference } = received.data;
    const money = amount === null ? null : fromWireMoney(amount);
    return { kind: 'release_hold', tenantId, commandId, holdId, amount: money, reference };
  }
  if (isMessage(ledger.voidIfNotCapturedV1, received)) {
    const { commandId, captureCommandId, holdId, reference } = received.data;
    const kind = 'void_if_not_captured';
    return { kind, tenantId, commandId, captureCommandId, holdId, reference };
  }
  throw new Defect(`no ledger command has the type ${received.type}`);
};

/** A contract message as a command of the domain; ids of transfers are the ledger's to choose. */
export const commandOf = (received: ReceivedMessage, newId: () => string): LedgerCommand => {
  const { tenantId } = received;
  if (isMessage(ledger.postTransfersV1, received)) {
    return postTransfers(tenantId, received.data, newId);
  }
  if (isMessage(ledger.placeHoldV1, received)) return placeHold(tenantId, received.data);
  if (isMessage(ledger.captureHoldV1, received)) {
    return captureHold(tenantId, received.data, newId);
  }
  return otherHoldCommand(received);
};
