/** One price level: price in ticks, visible quantity in lots; quantity 0 removes the level. */
export type Level = readonly [price: number, quantity: number];

/** Level 2 at one moment: every level with visible quantity, best first on both sides. */
export type LevelSnapshot = {
  readonly kind: 'snapshot';
  /** The engine's sequence of the last report that is in. */
  readonly sequence: number;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  /** See `levelChecksum`. */
  readonly checksum: number;
};

/**
 * Level 2 since the frame before: each level that was touched, with its absolute quantity now. One
 * that is back at what it was is listed too: a snapshot taken in between may have seen it
 * otherwise.
 */
export type LevelDelta = {
  readonly kind: 'delta';
  /** The sequence of the frame before; equal to `sequence` in a heartbeat. */
  readonly previous: number;
  readonly sequence: number;
  readonly bids: readonly Level[];
  readonly asks: readonly Level[];
  readonly checksum: number;
};
