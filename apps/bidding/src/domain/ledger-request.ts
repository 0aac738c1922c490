import type { Money } from '@outcry/kernel';

/** What a request moves money for: the row that sends it. */
export type LedgerReference = { readonly type: 'paddle' | 'settlement'; readonly id: string };

type Request<Kind extends string, Fields> = Fields & {
  readonly kind: Kind;
  /** Made by the caller and kept before it is sent: the same id always gets the same answer. */
  readonly commandId: string;
  readonly reference: LedgerReference;
};

export type TransferLeg = {
  readonly debitAccount: string;
  readonly creditAccount: string;
  readonly amount: Money;
  readonly code: 'payout' | 'commission' | 'premium' | 'refund';
};

export type PlaceHold = Request<
  'place_hold',
  { readonly holdId: string; readonly account: string; readonly amount: Money }
>;
export type IncreaseHold = Request<
  'increase_hold',
  { readonly holdId: string; readonly amount: Money }
>;
export type ReleaseHold = Request<
  'release_hold',
  { readonly holdId: string; /** null: all that is left */ readonly amount: Money | null }
>;
export type CaptureHold = Request<
  'capture_hold',
  { readonly holdId: string; readonly amount: Money; readonly creditAccount: string }
>;
export type VoidCapture = Request<
  'void_if_not_captured',
  { readonly holdId: string; readonly captureCommandId: string }
>;
export type PostTransfers = Request<
  'post_transfers',
  { readonly transfers: readonly TransferLeg[] }
>;

/** A command to the ledger, as data; publishing/ turns it into a message. */
export type LedgerRequest =
  PlaceHold | IncreaseHold | ReleaseHold | CaptureHold | VoidCapture | PostTransfers;

export const accounts = {
  wallet: (principalId: string): string => `wallet:${principalId}`,
  escrow: (saleId: string): string => `escrow:${saleId}`,
  premium: 'revenue:premium',
  commission: 'revenue:commission',
} as const;
