/**
 * Deals items over at most `lanes` lists that may be worked on at once: all items of a key go to
 * one lane, in their order, and a new key goes to the lane that has the fewest.
 */
export const dealByKey = <T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  lanes: number,
): readonly (readonly T[])[] => {
  const dealt: T[][] = Array.from({ length: Math.max(1, lanes) }, () => []);
  const laneOfKey = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    let lane = laneOfKey.get(key);
    if (lane === undefined) {
      lane = dealt.reduce((fewest, other) => (other.length < fewest.length ? other : fewest));
      laneOfKey.set(key, lane);
    }
    lane.push(item);
  }
  return dealt.filter((lane) => lane.length > 0);
};

/** Consecutive pieces of at most `size`. */
export const slices = <T>(items: readonly T[], size: number): readonly (readonly T[])[] => {
  const pieces: (readonly T[])[] = [];
  for (let start = 0; start < items.length; start += size) {
    pieces.push(items.slice(start, start + size));
  }
  return pieces;
};
