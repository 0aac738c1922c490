import type { InstantMs, Money } from '@outcry/kernel';

/** What the money moves for, such as a paddle or a settlement. */
export type Reference = { readonly type: string; readonly id: string };

type Common = {
  readonly tenantId: string;
  /** Client-made; its outcome is stored for ever. */
  readonly commandId: string;
  readonly reference: Reference;
};

export type PlaceHold = Common & {
  readonly kind: 'place_hold';
  readonly holdId: string;
  readonly account: string;
  readonly amount: Money;
  readonly expiresAt: InstantMs | null;
};

export type IncreaseHold = Common & {
  readonly kind: 'increase_hold';
  readonly holdId: string;
  readonly amount: Money;
};

export type CaptureHold = Common & {
  readonly kind: 'capture_hold';
  readonly holdId: string;
  readonly amount: Money;
  readonly creditAccount: string;
  /** The id of the transfer it makes; chosen by the ledger, no part of the request. */
  readonly transferId: string;
};

export type VoidIfNotCaptured = Common & {
  readonly kind: 'void_if_not_captured';
  readonly captureCommandId: string;
  readonly holdId: string;
};

export type ReleaseHold = Common & {
  readonly kind: 'release_hold';
  readonly holdId: string;
  /** Null: all that is left, and the hold ends. */
  readonly amount: Money | null;
};

export type TransferLeg = {
  readonly transferId: string;
  readonly debitAccount: string;
  readonly creditAccount: string;
  readonly amount: Money;
  readonly code: string;
};

export type PostTransfers = Common & {
  readonly kind: 'post_transfers';
  readonly legs: readonly TransferLeg[];
};

export type HoldCommand = PlaceHold | IncreaseHold | CaptureHold | VoidIfNotCaptured | ReleaseHold;
export type LedgerCommand = HoldCommand | PostTransfers;
export type CommandKind = LedgerCommand['kind'];
