import type { Asset, InstantMs } from '@outcry/kernel';
import type { IncrementTable } from '../increment/increment-table';

export type Lot = {
  readonly title: string;
  readonly description: string;
  readonly imageUrls: readonly string[];
};

/** `proxy`: an amount is a secret maximum. `straight` (open outcry): the amount is the price. */
export type BiddingMode = 'proxy' | 'straight';

/** When the auction ends: at a time, or a time after the first bid that meets the reserve. */
export type Closing =
  | { readonly kind: 'at'; readonly endsAtMs: InstantMs }
  | { readonly kind: 'after_first_bid'; readonly durationMs: number };

/** end' = max(end, bid time + window), at most `maxExtensions` times (null: without limit). */
export type SoftClose = { readonly windowMs: number; readonly maxExtensions: number | null };

export type AuctionRules = {
  /** More than this left: a retraction takes all bids of the bidder, and a seller may cancel. */
  readonly freeWithdrawalLeftMs: number;
  /** Later, a retraction takes only the latest bid, within this time of placing it. */
  readonly lateRetractionWithinMs: number;
  /** The reserve may be lowered while at least this is left. */
  readonly lowerReserveLeftMs: number;
};

const HOUR_MS = 3_600_000;

/** eBay's windows (auctions-and-order-book.md, A2 and A4). */
export const defaultRules: AuctionRules = {
  freeWithdrawalLeftMs: 12 * HOUR_MS,
  lateRetractionWithinMs: HOUR_MS,
  lowerReserveLeftMs: 12 * HOUR_MS,
};

/** All that the seller sets; amounts in minor units of `asset`. */
export type AuctionTerms = {
  readonly asset: Asset;
  readonly lot: Lot;
  readonly mode: BiddingMode;
  readonly startPrice: bigint;
  /** Secret; only whether it is met is public. */
  readonly reserve: bigint | null;
  readonly buyNow: bigint | null;
  readonly increments: IncrementTable;
  readonly opensAtMs: InstantMs;
  readonly closing: Closing;
  readonly softClose: SoftClose | null;
  /** Principals who may not bid, since they act with the seller. */
  readonly linkedBidderIds: readonly string[];
  readonly rules: AuctionRules;
};

/** Who bids: a paddle of the sale, its owner, and its public number. */
export type Bidder = {
  readonly paddleId: string;
  readonly bidderId: string;
  readonly number: string;
};

export type Bid = Bidder & {
  readonly bidId: string;
  /** The maximum in proxy mode, the price in straight mode. */
  readonly amount: bigint;
  readonly placedAtMs: InstantMs;
};

/** Where the bidding stands: the visible price, and the leader with the secret maximum. */
export type Standing = {
  readonly price: bigint;
  readonly leader: Bid & {
    /** The bid by which the lead became public; a secret raise does not change it. */
    readonly publicBidId: string;
  };
  /** Whether the reserve is met; null without one. */
  readonly reserveMet: boolean | null;
  /** Bids that changed public state; secret raises are not counted. */
  readonly bidCount: number;
};

export type Award = Bidder & {
  readonly settlementId: string;
  readonly hammer: bigint;
  readonly premium: bigint;
};

/** An amount that became visible; `automatic` when the proxy made it for the paddle. */
export type VisibleAmount = {
  readonly bidId: string;
  readonly number: string;
  readonly amount: bigint;
  readonly automatic: boolean;
};

type Known = {
  readonly auctionId: string;
  readonly saleId: string;
  readonly sellerId: string;
  readonly terms: AuctionTerms;
  /** Number of the last public event, gap-free; what nobody may see takes none. */
  readonly sequence: number;
  /** Time of the last public event; null before the first. */
  readonly publishedAtMs: InstantMs | null;
};

type Bidding = {
  /** null while the clock starts only at a first bid. */
  readonly endsAtMs: InstantMs | null;
  readonly extensions: number;
  readonly standing: Standing | null;
  /**
   * Live bids in order of placing, secret raises included. Placing a bid, buying and closing never
   * read them (they only append), so a hot path may load an auction with an empty list and store
   * the tail; withdrawals and re-awards need all of them.
   */
  readonly bids: readonly Bid[];
};

export type NoAuction = { readonly status: 'none' };
export type DraftAuction = Known & { readonly status: 'draft' };
export type ScheduledAuction = Known & { readonly status: 'scheduled' };
export type OpenAuction = Known & Bidding & { readonly status: 'open' };
export type SoldAuction = Known &
  Bidding & {
    readonly status: 'sold';
    readonly by: 'hammer' | 'buy_now';
    readonly closedAtMs: InstantMs;
    readonly award: Award;
  };
export type UnsoldAuction = Known &
  Bidding & { readonly status: 'unsold'; readonly closedAtMs: InstantMs };
export type CancelledAuction = Known &
  Bidding & { readonly status: 'cancelled'; readonly closedAtMs: InstantMs };

/**
 *     none → draft → scheduled → open → sold | unsold | cancelled      sold → unsold (lot returned)
 *            draft | scheduled → cancelled
 */
export type Auction =
  | NoAuction
  | DraftAuction
  | ScheduledAuction
  | OpenAuction
  | SoldAuction
  | UnsoldAuction
  | CancelledAuction;

export type KnownAuction = Exclude<Auction, NoAuction>;

export const noAuction: NoAuction = { status: 'none' };
