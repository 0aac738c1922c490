import type { InstantMs, Money, Rejection } from '@outcry/kernel';
import type { BalanceAfter } from './account';
import type { Side } from './account-class';
import type { CommandKind, Reference } from './ledger-command';
import type { LedgerRejectionCode } from './ledger.rejections';

/** One posted transfer: immutable. */
export type Transfer = {
  readonly tenantId: string;
  readonly id: string;
  /** The command that posted it, and its place among the linked ones. */
  readonly chainId: string;
  readonly chainIndex: number;
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  readonly amount: Money;
  readonly code: string;
  readonly holdId: string | null;
  readonly reference: Reference;
};

/** One side of a transfer in the history of its account, with the balance after it. */
export type Entry = {
  readonly tenantId: string;
  readonly accountId: string;
  readonly seq: bigint;
  readonly transferId: string;
  readonly side: Side;
  readonly amount: bigint;
  readonly postedAfter: bigint;
  readonly availableAfter: bigint;
};

export type PostedTransfer = {
  readonly transferId: string;
  readonly debitAccount: string;
  readonly creditAccount: string;
  readonly amount: Money;
  readonly code: string;
  readonly debitBalance: BalanceAfter;
  readonly creditBalance: BalanceAfter;
};

type AboutHold = { readonly holdId: string };
type HoldChange = AboutHold & {
  readonly holdVersion: bigint;
  readonly amount: Money;
  readonly remaining: Money;
};

export type HoldPlaced = HoldChange & {
  readonly kind: 'hold_placed';
  readonly account: string;
  readonly balance: BalanceAfter;
};
export type HoldIncreased = HoldChange & {
  readonly kind: 'hold_increased';
  readonly balance: BalanceAfter;
};
export type HoldCaptured = HoldChange & {
  readonly kind: 'hold_captured';
  readonly transfer: PostedTransfer;
};
export type HoldReleased = HoldChange & {
  readonly kind: 'hold_released';
  readonly balance: BalanceAfter;
};
export type CaptureVoided = AboutHold & {
  readonly kind: 'capture_voided';
  readonly captureCommandId: string;
};
export type CaptureStands = AboutHold & {
  readonly kind: 'capture_stands';
  readonly captureCommandId: string;
  readonly amount: Money;
  readonly transferId: string;
};
export type TransfersPosted = {
  readonly kind: 'transfers_posted';
  readonly transfers: readonly PostedTransfer[];
};
export type LedgerRejection = Rejection<LedgerRejectionCode>;
export type Refused = {
  readonly kind: 'refused';
  readonly rejection: LedgerRejection;
  /** The leg that failed, of a chain. */
  readonly failedIndex: number;
};

/** What a command came to: stored under its id for ever, refusals too. */
export type Answer =
  | HoldPlaced
  | HoldIncreased
  | HoldCaptured
  | HoldReleased
  | CaptureVoided
  | CaptureStands
  | TransfersPosted
  | Refused;

/** A hold's time ran out: seen at use or by the sweeper, told once. */
export type HoldExpired = {
  readonly tenantId: string;
  readonly holdId: string;
  readonly holdVersion: bigint;
  readonly reference: Reference;
  readonly amount: Money;
  readonly balance: BalanceAfter;
};

/** A stored outcome. A tombstone keeps a voided capture's id from ever being used. */
export type Outcome = {
  readonly tenantId: string;
  readonly commandId: string;
  readonly kind: CommandKind;
  /** The request's fields; null for a tombstone, whose request never came. */
  readonly request: Readonly<Record<string, string>> | null;
  readonly answer: Answer;
  readonly decidedAt: InstantMs;
};

export const outcomeKey = (tenantId: string, commandId: string): string =>
  `${tenantId} ${commandId}`;
