import type { InstantMs } from '@outcry/kernel';

/** One bid of a recorded auction; `order`, its place in the file, decides at equal times. */
export type RecordedBid = {
  readonly bidder: string;
  readonly amount: bigint;
  readonly atMs: InstantMs;
  readonly order: number;
};

/** What is the same for all auctions of a file: how they were run. */
export type RecordedRules = {
  readonly asset: string;
  readonly mode: 'proxy' | 'straight';
  /** Straight auctions of the soft-close file: the clock starts at the first bid. */
  readonly softClose: {
    readonly windowMs: number;
    readonly durationMs: number;
    readonly incrementBps: number;
  } | null;
};

export type RecordedAuction = {
  readonly id: string;
  readonly title: string;
  readonly startPrice: bigint;
  readonly opensAtMs: InstantMs;
  /** Null when the clock starts at the first bid. */
  readonly endsAtMs: InstantMs | null;
  readonly bids: readonly RecordedBid[];
  /** As recorded: what the replay must come to. */
  readonly finalPrice: bigint;
  readonly winner: string | null;
};

export type BadRow = { readonly line: number; readonly reason: string };

export type Recording = {
  readonly rules: RecordedRules;
  readonly auctions: readonly RecordedAuction[];
  readonly badRows: readonly BadRow[];
};
