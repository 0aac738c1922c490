import type { Asset, InstantMs } from '@outcry/kernel';
import type { LedgerRequest } from '../ledger-request';

/** What a paddle owes or may come to owe on one auction, in minor units. */
export type Commitment =
  | { readonly kind: 'leading'; readonly maximum: bigint; readonly premium: bigint }
  | {
      readonly kind: 'won';
      readonly settlementId: string;
      readonly hammer: bigint;
      readonly premium: bigint;
      /** The part of hammer + premium that the hold has set aside for it. */
      readonly covered: bigint;
    };

/** A request to the ledger without an answer yet; sent again, unchanged, until there is one. */
export type PendingChange = {
  readonly kind: 'raise' | 'lower';
  readonly request: LedgerRequest;
  /** By how much the limit grows when a raise is answered; 0 for a lowering, already in force. */
  readonly limitBy: bigint;
  readonly holdBy: bigint;
};

type Registration = {
  readonly paddleId: string;
  readonly saleId: string;
  readonly bidderId: string;
  /** Public pseudonym within the sale. */
  readonly number: string;
  readonly asset: Asset;
  readonly depositBasisPoints: number;
  readonly requestedAtMs: InstantMs;
  /** The spending limit in force; exposure never exceeds it. */
  readonly limit: bigint;
  /** What the ledger's hold reserves for it. */
  readonly held: bigint;
};

export type NoPaddle = { readonly status: 'none' };
export type RequestedPaddle = Registration & {
  readonly status: 'requested';
  readonly request: LedgerRequest;
};
export type LivePaddle = Registration & {
  readonly status: 'live';
  readonly pending: PendingChange | null;
  /** By auction. */
  readonly commitments: Readonly<Record<string, Commitment>>;
};
export type ClosingPaddle = Registration & {
  readonly status: 'closing';
  readonly request: LedgerRequest;
};
export type ClosedPaddle = Registration & { readonly status: 'closed' };
export type RefusedPaddle = Registration & { readonly status: 'refused'; readonly reason: string };

/** none → requested → live → closing → closed; requested → refused; live → closed (nothing held) */
export type Paddle =
  NoPaddle | RequestedPaddle | LivePaddle | ClosingPaddle | ClosedPaddle | RefusedPaddle;

export const noPaddle: NoPaddle = { status: 'none' };

type Event<Type extends string, Fields = unknown> = Fields & {
  readonly type: Type;
  readonly atMs: InstantMs;
};

export type PaddleEvent =
  | Event<
      'paddle_requested',
      Omit<Registration, 'requestedAtMs' | 'held'> & { readonly request: LedgerRequest }
    >
  | Event<'paddle_registered', { readonly held: bigint }>
  | Event<'paddle_refused', { readonly reason: string }>
  | Event<'limit_raise_requested', { readonly pending: PendingChange }>
  | Event<'limit_raised', { readonly limit: bigint; readonly held: bigint }>
  | Event<'limit_raise_refused', { readonly reason: string }>
  | Event<
      'limit_lowered',
      {
        readonly limit: bigint;
        /** null: nothing to give back */ readonly pending: PendingChange | null;
      }
    >
  | Event<'hold_lowered', { readonly held: bigint }>
  | Event<'commitment_made', { readonly auctionId: string; readonly commitment: Commitment }>
  | Event<'commitment_freed', { readonly auctionId: string }>
  | Event<'commitment_covered', { readonly auctionId: string; readonly amount: bigint }>
  | Event<'commitment_captured', { readonly auctionId: string; readonly amount: bigint }>
  | Event<'paddle_closing', { readonly request: LedgerRequest }>
  | Event<'paddle_closed'>;

type Command<Type extends string, Fields> = Fields & {
  readonly type: Type;
  readonly nowMs: InstantMs;
};

/** An answer of the ledger to the paddle's own request; one to another command is ignored. */
export type PaddleAnswer =
  | 'hold_placed'
  | 'hold_refused'
  | 'hold_increased'
  | 'hold_increase_refused'
  | 'hold_released'
  | 'release_refused';

export type PaddleCommand =
  | Command<
      'request_paddle',
      {
        readonly paddleId: string;
        readonly saleId: string;
        readonly bidderId: string;
        readonly number: string;
        readonly asset: Asset;
        readonly depositBasisPoints: number;
        readonly limit: { readonly amount: bigint; readonly asset: Asset };
        readonly commandId: string;
      }
    >
  | Command<
      'change_limit',
      {
        readonly limit: { readonly amount: bigint; readonly asset: Asset };
        readonly commandId: string;
      }
    >
  | Command<'close_paddle', { readonly commandId: string }>
  | Command<
      'take_answer',
      {
        readonly commandId: string;
        readonly answer: PaddleAnswer;
        /** Stable code of a refusal; empty otherwise. */
        readonly reason: string;
      }
    >;
