import type { InstantMs } from '@outcry/kernel';
import type { AuctionTerms, Award, Bid, Bidder, Standing, VisibleAmount } from './auction';

type Event<Type extends string, Fields = unknown> = Fields & {
  readonly type: Type;
  /** The decision's time, by the database clock. */
  readonly atMs: InstantMs;
};

export type AuctionCreated = Event<
  'auction_created',
  {
    readonly auctionId: string;
    readonly saleId: string;
    readonly sellerId: string;
    readonly terms: AuctionTerms;
  }
>;
export type AuctionEdited = Event<'auction_edited', { readonly terms: AuctionTerms }>;
export type AuctionScheduled = Event<'auction_scheduled'>;
export type AuctionOpened = Event<'auction_opened', { readonly endsAtMs: InstantMs | null }>;

/** Carries its results, so that a later version replays it without deciding again. */
export type BidPlaced = Event<
  'bid_placed',
  {
    readonly bid: Bid;
    readonly standing: Standing;
    /** What became visible, in order; nothing for a secret raise, which is not public. */
    readonly visible: readonly VisibleAmount[];
    readonly previousLeader: string | null;
    readonly endsAtMs: InstantMs | null;
    readonly extensions: number;
    readonly reserveMetNow: boolean;
  }
>;
export type ReserveLowered = Event<'reserve_lowered', { readonly reserve: bigint }>;

export type RetractionReason = 'wrong_amount' | 'lot_changed';

export type BidsWithdrawn = Event<
  'bids_withdrawn',
  Bidder & {
    readonly by: 'bidder' | 'operator';
    readonly reason: string;
    readonly bidIds: readonly string[];
    /** Those of them that the public knows. */
    readonly publicBidIds: readonly string[];
    readonly standing: Standing | null;
    readonly previousLeader: string | null;
    /** False when nobody could see that anything was withdrawn. */
    readonly isPublic: boolean;
  }
>;
/** A candidate whose free limit does not cover loses all bids on the lot. */
export type CandidatePassedOver = Event<
  'candidate_passed_over',
  Bidder & { readonly standing: Standing | null }
>;
export type AuctionSold = Event<
  'auction_sold',
  { readonly by: 'hammer' | 'buy_now'; readonly award: Award }
>;
export type AuctionUnsold = Event<'auction_unsold'>;
export type AuctionCancelled = Event<
  'auction_cancelled',
  { readonly by: 'seller' | 'operator'; readonly reason: string }
>;
/** The buyer of an award defaulted: the bids of that bidder no longer count. */
export type LotReawarded = Event<
  'lot_reawarded',
  { readonly from: Award; readonly award: Award; readonly standing: Standing }
>;
export type LotReturned = Event<'lot_returned', { readonly from: Award }>;

/** The private journal of an auction: maxima and reserve included, every accepted change. */
export type AuctionEvent =
  | AuctionCreated
  | AuctionEdited
  | AuctionScheduled
  | AuctionOpened
  | BidPlaced
  | ReserveLowered
  | BidsWithdrawn
  | CandidatePassedOver
  | AuctionSold
  | AuctionUnsold
  | AuctionCancelled
  | LotReawarded
  | LotReturned;
