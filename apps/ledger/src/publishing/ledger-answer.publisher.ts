import { ledger, toWireMoney } from '@outcry/contracts';
import { toTimestamp } from '@outcry/kernel';
import { message, type Causation, type OutgoingMessage } from '@outcry/messaging';
import type { BalanceAfter } from '../domain/account';
import type { Answer, HoldExpired, Outcome, PostedTransfer, Refused } from '../domain/answer';
import type { LedgerCommand } from '../domain/ledger-command';
import type { Decided } from '../domain/ledger.decide';

const wireBalance = (balance: BalanceAfter) => ({
  account: balance.account,
  asset: balance.asset,
  posted: balance.posted.toString(),
  available: balance.available.toString(),
});

export const wireTransfer = (transfer: PostedTransfer) => ({
  transferId: transfer.transferId,
  debitAccount: transfer.debitAccount,
  creditAccount: transfer.creditAccount,
  amount: toWireMoney(transfer.amount),
  code: transfer.code,
  debitBalance: wireBalance(transfer.debitBalance),
  creditBalance: wireBalance(transfer.creditBalance),
});

type Common = Pick<OutgoingMessage, 'tenantId' | 'key'> & { readonly causation?: Causation };

const REFUSALS = {
  place_hold: ledger.holdRefusedV1,
  increase_hold: ledger.holdIncreaseRefusedV1,
  capture_hold: ledger.captureRefusedV1,
  release_hold: ledger.releaseRefusedV1,
} as const;

const headOf = (command: LedgerCommand, outcome: Outcome) => ({
  commandId: command.commandId,
  reference: command.reference,
  occurredAt: toTimestamp(outcome.decidedAt),
});

const transfersPosted = (
  command: LedgerCommand,
  outcome: Outcome,
  transfers: readonly PostedTransfer[],
  causation: Causation | undefined,
): OutgoingMessage =>
  message({
    definition: ledger.transfersPostedV1,
    tenantId: command.tenantId,
    key: command.commandId,
    data: { ...headOf(command, outcome), transfers: transfers.map(wireTransfer) },
    ...(causation === undefined ? {} : { causation }),
  });

const refusal = (
  command: LedgerCommand,
  outcome: Outcome,
  { rejection, failedIndex }: Refused,
  common: Common,
): OutgoingMessage => {
  const data = { ...headOf(command, outcome), reason: rejection.code, detail: rejection.detail };
  if (command.kind === 'post_transfers') {
    return message({
      ...common,
      definition: ledger.transfersRefusedV1,
      data: { ...data, failedIndex },
    });
  }
  // A void is never refused but for a reused id, which says nothing about the capture.
  const definition =
    REFUSALS[command.kind === 'void_if_not_captured' ? 'capture_hold' : command.kind];
  return message({ ...common, definition, data: { ...data, holdId: command.holdId } });
};

type HoldAnswer = Exclude<Answer, { kind: 'refused' | 'transfers_posted' }>;

const holdAnswer = (
  command: LedgerCommand,
  outcome: Outcome,
  answer: HoldAnswer,
  common: Common,
): OutgoingMessage => {
  const head = { ...headOf(command, outcome), holdId: answer.holdId };
  switch (answer.kind) {
    case 'capture_voided': {
      const data = { ...head, captureCommandId: answer.captureCommandId };
      return message({ ...common, definition: ledger.captureVoidedV1, data });
    }
    case 'capture_stands': {
      const { captureCommandId, transferId } = answer;
      const data = { ...head, captureCommandId, transferId, amount: toWireMoney(answer.amount) };
      return message({ ...common, definition: ledger.captureStandsV1, data });
    }
    default:
      return holdChange(head, answer, common);
  }
};

const holdChange = (
  head: ReturnType<typeof headOf> & { holdId: string },
  answer: Exclude<HoldAnswer, { kind: 'capture_voided' | 'capture_stands' }>,
  common: Common,
): OutgoingMessage => {
  const amounts = {
    ...head,
    amount: toWireMoney(answer.amount),
    remaining: toWireMoney(answer.remaining),
  };
  if (answer.kind === 'hold_captured') {
    const { transfer } = answer;
    const data = {
      ...amounts,
      creditAccount: transfer.creditAccount,
      transferId: transfer.transferId,
      balances: [wireBalance(transfer.debitBalance), wireBalance(transfer.creditBalance)],
    };
    return message({ ...common, definition: ledger.holdCapturedV1, data });
  }
  const data = { ...amounts, balance: wireBalance(answer.balance) };
  switch (answer.kind) {
    case 'hold_placed':
      return message({
        ...common,
        definition: ledger.holdPlacedV1,
        data: { ...data, account: answer.account },
      });
    case 'hold_increased':
      return message({ ...common, definition: ledger.holdIncreasedV1, data });
    case 'hold_released':
      return message({ ...common, definition: ledger.holdReleasedV1, data });
  }
};

/** The one answer to a command. A repeat carries the first answer, outside of the hold's order. */
const answerMessage = (
  { command, outcome, repeated }: Decided,
  causation: Causation | undefined,
): OutgoingMessage => {
  const { answer } = outcome;
  const caused = causation === undefined ? {} : { causation };
  if (answer.kind === 'transfers_posted') {
    return transfersPosted(command, outcome, answer.transfers, causation);
  }
  const key = command.kind === 'post_transfers' ? command.commandId : command.holdId;
  const common = { tenantId: command.tenantId, key, ...caused };
  if (answer.kind === 'refused') return refusal(command, outcome, answer, common);
  const sequenced = 'holdVersion' in answer && !repeated ? { sequence: answer.holdVersion } : {};
  return holdAnswer(command, outcome, answer, { ...common, ...sequenced });
};

export const expiryMessage = (expired: HoldExpired, occurredAtMs: number): OutgoingMessage =>
  message({
    definition: ledger.holdExpiredV1,
    tenantId: expired.tenantId,
    key: expired.holdId,
    sequence: expired.holdVersion,
    data: {
      holdId: expired.holdId,
      reference: expired.reference,
      occurredAt: toTimestamp(occurredAtMs),
      amount: toWireMoney(expired.amount),
      balance: wireBalance(expired.balance),
    },
  });

/**
 * What a decided command tells the world: holds that were found expired, the answer, and for a
 * capture also the transfer that it posted, for those who follow all money.
 */
export const messagesOf = (decided: Decided, causation?: Causation): OutgoingMessage[] => {
  const { command, outcome, repeated, expired } = decided;
  const { answer } = outcome;
  const posted =
    answer.kind === 'hold_captured' && !repeated
      ? [transfersPosted(command, outcome, [answer.transfer], causation)]
      : [];
  return [
    ...expired.map((one) => expiryMessage(one, outcome.decidedAt)),
    answerMessage(decided, causation),
    ...posted,
  ];
};
