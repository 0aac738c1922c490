import type { Auction } from '../auction/auction';
import type { AuctionEvent } from '../auction/auction.events';
import type { Paddle, PaddleEvent } from '../paddle/paddle';
import type { Settlement, SettlementEvent } from '../settlement/settlement';

/** An aggregate after a decision, with the events that led there. */
export type Changed<State, Event> = { readonly state: State; readonly events: readonly Event[] };

export type ChangedPaddle = Changed<Exclude<Paddle, { status: 'none' }>, PaddleEvent>;
export type ChangedSettlement = Changed<Exclude<Settlement, { status: 'none' }>, SettlementEvent>;

/** What one decision does to the aggregates that it spans: to be stored in one transaction. */
export type FlowDecision = {
  readonly auction: Changed<Exclude<Auction, { status: 'none' }>, AuctionEvent>;
  /** Only those that changed, in order of id. */
  readonly paddles: readonly ChangedPaddle[];
  /** Only those that changed or began, in order of id. */
  readonly settlements: readonly ChangedSettlement[];
};
