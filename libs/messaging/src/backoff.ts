export type Backoff = { readonly firstMs: number; readonly capMs: number };

/**
 * Exponential backoff with half jitter: doubling from `firstMs` to `capMs`, of which the upper half
 * is random, so that processes which failed together do not return together.
 *
 * @param failures how many attempts have failed before this wait, from 0
 */
export const backoffMs = (
  failures: number,
  { firstMs, capMs }: Backoff,
  random: () => number = Math.random,
): number => {
  const ceiling = Math.min(capMs, firstMs * 2 ** Math.min(failures, 30));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
};
