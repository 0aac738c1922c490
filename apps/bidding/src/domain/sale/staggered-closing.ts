import type { InstantMs } from '@outcry/kernel';

/**
 * When the lots of a sale end, one after the other, so that a bidder can follow them.
 *
 * @param firstEndsAtMs end of the first lot
 * @param intervalMs time between two ends
 * @param lots how many
 */
export const staggeredEnds = (
  firstEndsAtMs: InstantMs,
  intervalMs: number,
  lots: number,
): readonly InstantMs[] =>
  Array.from({ length: lots }, (_, index) => firstEndsAtMs + index * intervalMs);
