import { type AuctionKind, type InstrumentState, type Side } from '../command/command';
import { type RejectionCode } from './rejection.registry';

/** Why an order ended without trading whole (RULES.md names the rule of each). */
export const CANCEL_REASONS = [
  'requested',
  'ioc_remainder',
  'no_liquidity',
  'protection',
  'fok_unfilled',
  'min_quantity',
  'price_band',
  'post_only_would_take',
  'oco',
  'mass_cancel',
  'dead_man',
  'replaced',
  'cross_remainder',
] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

export const STATE_REASONS = [
  'requested',
  'auction_ended',
  'breach',
  'resolved',
  'unresolved',
] as const;
export type StateReason = (typeof STATE_REASONS)[number];

interface Head {
  /** Gap-free over the whole engine, from 1. */
  sequence: number;
  /** Number of the command that caused it, from 1. */
  command: number;
  /** ms since 1970; a timer's due time for what the timer did. */
  time: number;
  /** 0: none. */
  instrument: number;
}
interface OfOrder extends Head {
  id: number;
  side: Side;
  /** Ticks; 0: the order has none. */
  price: number;
}
export type Accepted = OfOrder & {
  kind: 'accepted';
  quantity: number;
  account: number;
  /** Ticks; a trailing stop's trail; 0: none. */
  trigger: number;
};
export type Rejected = Head & { kind: 'rejected'; id: number; code: RejectionCode };
/** The order came to the back of its level, from outside or (refilled) with its next slice. */
export type Rested = OfOrder & { kind: 'rested' | 'refilled'; shown: number; open: number };
export type Traded = Head & {
  kind: 'traded';
  tradeId: number;
  makerId: number;
  makerSide: Side;
  price: number;
  quantity: number;
  makerShown: number;
  makerOpen: number;
  makerFee: number;
  takerId: number;
  /** 0 unless the trade is a cross's, in which both orders rest. */
  takerShown: number;
  takerOpen: number;
  takerFee: number;
};
export type Prevented = Head & {
  kind: 'prevented';
  makerId: number;
  makerSide: Side;
  price: number;
  makerPrevented: number;
  makerShown: number;
  makerOpen: number;
  takerId: number;
  takerPrevented: number;
  takerOpen: number;
};
export type Cancelled = OfOrder & { kind: 'cancelled'; quantity: number; reason: CancelReason };
export type Expired = OfOrder & { kind: 'expired'; quantity: number };
export type Replaced = OfOrder & {
  kind: 'replaced';
  quantity: number;
  /** 0 if the order lost its priority and left the book. */
  shown: number;
  kept: boolean;
  oldPrice: number;
  oldQuantity: number;
};
export type Triggered = Head & {
  kind: 'triggered';
  id: number;
  side: Side;
  trigger: number;
  lastPrice: number;
  open: number;
};
export type StateChanged = Head & {
  kind: 'state_changed';
  from: InstrumentState;
  to: InstrumentState;
  reason: StateReason;
  auction: AuctionKind | 'none';
  endsAt: number;
};
/** The cross's outcome, or what it would be now. Imbalance = buys − sells at that price. */
export type Crossing = Head & {
  kind: 'uncrossed' | 'indicated';
  price: number;
  volume: number;
  imbalance: number;
};
export type MassCancelled = Head & { kind: 'mass_cancelled'; account: number; count: number };
export type DeadManSet = Head & { kind: 'dead_man_set'; account: number; dueAt: number };
export type ReferenceSet = Head & { kind: 'reference_set'; price: number };
export type Noted = Head & { kind: 'defined' | 'advanced' };

export type Report =
  | Accepted
  | Rejected
  | Rested
  | Traded
  | Prevented
  | Cancelled
  | Expired
  | Replaced
  | Triggered
  | StateChanged
  | Crossing
  | MassCancelled
  | DeadManSet
  | ReferenceSet
  | Noted;
