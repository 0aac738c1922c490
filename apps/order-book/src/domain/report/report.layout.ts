/**
 * A report is 16 consecutive doubles. Consumers that must be fast read them in place; others use
 * `readReports`. Words 0 … 3 are common, the others by kind.
 */
export const WORDS = 16;

/** Word 0 is `kind + 256 × instrument`. Numbered from 1 in this order. */
export const KIND = {
  accepted: 1,
  rejected: 2,
  rested: 3,
  traded: 4,
  cancelled: 5,
  replaced: 6,
  triggered: 7,
  refilled: 8,
  prevented: 9,
  expired: 10,
  state_changed: 11,
  uncrossed: 12,
  indicated: 13,
  mass_cancelled: 14,
  dead_man_set: 15,
  reference_set: 16,
  defined: 17,
  advanced: 18,
} as const;

/** Offsets of the words. One offset has several names where kinds use it differently. */
export const WORD = {
  head: 0,
  sequence: 1,
  command: 2,
  time: 3,
  /** Of a trade or prevention: the maker's. Of account reports: the account. */
  id: 4,
  account: 4,
  /** 0 buy, 1 sell. Of a trade or prevention: the maker's. */
  side: 5,
  price: 6,
  /** Of a prevention: the maker's prevented quantity. Of `replaced`: the new open quantity. */
  quantity: 7,
  volume: 7,
  count: 7,
  /** Shown and open of the order (the maker) afterwards. */
  shown: 8,
  open: 9,
  /** The taker's. */
  takerId: 10,
  takerOpen: 11,
  takerShown: 12,
  takerPrevented: 13,
  tradeId: 13,
  makerFee: 14,
  takerFee: 15,
  /** `rejected`: index into REJECTION_CODES. */
  code: 10,
  /** `cancelled`: index into CANCEL_REASONS; `state_changed`: into STATE_REASONS. */
  reason: 10,
  /** `accepted`. */
  owner: 10,
  trigger: 11,
  /** `triggered`. */
  lastPrice: 10,
  /** `replaced`. */
  kept: 10,
  oldPrice: 11,
  oldQuantity: 12,
  /** `uncrossed`, `indicated`. */
  imbalance: 10,
  /** `dead_man_set`. */
  dueAt: 10,
  /** `state_changed`: indexes into STATES and AUCTIONS. */
  from: 11,
  to: 12,
  auction: 13,
  endsAt: 14,
} as const;
