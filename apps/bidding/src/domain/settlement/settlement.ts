import type { Asset, InstantMs } from '@outcry/kernel';
import type { LedgerRequest } from '../ledger-request';

/** What the buyer owes and how it is shared; minor units, fixed at the hammer. */
export type Invoice = {
  readonly asset: Asset;
  readonly hammer: bigint;
  readonly premium: bigint;
  readonly premiumVersion: number;
  /** Kept from the seller's hammer price. */
  readonly commission: bigint;
  readonly commissionVersion: number;
};

type Base = {
  readonly settlementId: string;
  readonly auctionId: string;
  readonly saleId: string;
  readonly sellerId: string;
  readonly buyerId: string;
  readonly paddleId: string;
  readonly invoice: Invoice;
  readonly startedAtMs: InstantMs;
  readonly paymentDueAtMs: InstantMs;
  readonly deliveryMs: number;
  readonly disputeMs: number;
};

export type NoSettlement = { readonly status: 'none' };
/** The hold does not cover the invoice (deposit factor < 1): the ledger is asked to add to it. */
export type AwaitingPayment = Base & {
  readonly status: 'awaiting_payment';
  /** null after a refusal, until it is asked again. */
  readonly request: LedgerRequest | null;
  readonly shortfall: bigint;
  readonly refusals: number;
};
export type AwaitingCapture = Base & {
  readonly status: 'awaiting_capture';
  readonly request: LedgerRequest;
};
/** Given up by an operator; the ledger says whether the capture had been done. */
export type Voiding = Base & {
  readonly status: 'voiding';
  readonly request: LedgerRequest;
  readonly captureCommandId: string;
  readonly reason: string;
};
export type AwaitingDelivery = Base & {
  readonly status: 'awaiting_delivery';
  readonly capturedAtMs: InstantMs;
  readonly deliveryDueAtMs: InstantMs;
};
export type Disputed = Base & {
  readonly status: 'disputed';
  readonly capturedAtMs: InstantMs;
  readonly reason: string;
  readonly disputeDueAtMs: InstantMs;
};
export type PayoutCause =
  'delivery_confirmed' | 'delivery_deadline' | 'dispute_resolved' | 'dispute_deadline';
/** The escrow is being paid out: to the seller and fees, to the buyer, or both. */
export type PayingOut = Base & {
  readonly status: 'paying_out';
  /** null after a refusal, until it is asked again under a new id. */
  readonly request: LedgerRequest | null;
  readonly refund: bigint;
  readonly cause: PayoutCause;
  readonly refusals: number;
  readonly lastRefusal: string | null;
};
/** `settled`: the seller was paid, at least in part. `refunded`: the buyer got all of it back. */
export type Settled = Base & {
  readonly status: 'settled' | 'refunded';
  readonly refund: bigint;
  readonly cause: PayoutCause;
  readonly endedAtMs: InstantMs;
};
export type Defaulted = Base & {
  readonly status: 'defaulted';
  readonly reason: string;
  readonly endedAtMs: InstantMs;
};

/**
 *     none → awaiting_payment → awaiting_capture → awaiting_delivery → paying_out → settled
 *     none → awaiting_capture → voiding → defaulted | awaiting_delivery
 *     awaiting_payment | awaiting_capture → defaulted
 *     awaiting_delivery → disputed → paying_out → settled | refunded
 */
export type Settlement =
  | NoSettlement
  | AwaitingPayment
  | AwaitingCapture
  | Voiding
  | AwaitingDelivery
  | Disputed
  | PayingOut
  | Settled
  | Defaulted;

export type KnownSettlement = Exclude<Settlement, NoSettlement>;

export const noSettlement: NoSettlement = { status: 'none' };

type Event<Type extends string, Fields = unknown> = Fields & {
  readonly type: Type;
  readonly atMs: InstantMs;
};

export type SettlementEvent =
  | Event<
      'settlement_started',
      Omit<Base, 'startedAtMs'> & {
        /** To add the shortfall to the hold, or, without one, to capture. */
        readonly request: LedgerRequest;
        readonly shortfall: bigint;
      }
    >
  | Event<
      'payment_requested',
      { readonly request: LedgerRequest; readonly shortfall: bigint; readonly refusals: number }
    >
  | Event<'payment_refused', { readonly reason: string }>
  | Event<'capture_requested', { readonly request: LedgerRequest }>
  | Event<
      'void_requested',
      {
        readonly request: LedgerRequest;
        readonly captureCommandId: string;
        readonly reason: string;
      }
    >
  | Event<'captured', { readonly deliveryDueAtMs: InstantMs }>
  | Event<'dispute_opened', { readonly reason: string; readonly disputeDueAtMs: InstantMs }>
  | Event<
      'payout_requested',
      { readonly request: LedgerRequest; readonly refund: bigint; readonly cause: PayoutCause }
    >
  | Event<'payout_refused', { readonly reason: string }>
  | Event<'payout_completed'>
  | Event<'buyer_defaulted', { readonly reason: string }>;

type Command<Type extends string, Fields = unknown> = Fields & {
  readonly type: Type;
  readonly nowMs: InstantMs;
  /** Id for the request that the command may lead to. */
  readonly newCommandId: string;
};

export type SettlementAnswer =
  | 'hold_increased'
  | 'hold_increase_refused'
  | 'hold_captured'
  | 'capture_refused'
  | 'capture_voided'
  | 'capture_stands'
  | 'transfers_posted'
  | 'transfers_refused';

export type SettlementCommand =
  | Command<
      'take_answer',
      {
        readonly commandId: string;
        readonly answer: SettlementAnswer;
        readonly reason: string;
      }
    >
  | Command<'meet_deadline'>
  | Command<'ask_again'>
  | Command<'give_up', { readonly reason: string }>
  | Command<'confirm_delivery'>
  | Command<'open_dispute', { readonly reason: string }>
  | Command<
      'resolve_dispute',
      { readonly refund: { readonly amount: bigint; readonly asset: Asset } }
    >;
