/** Tells how far a partition may be committed when its records finish in any order. */
export type Watermark = {
  /** Marks an offset finished; returns the new end of the finished prefix, or null if unmoved. */
  readonly finish: (offset: bigint) => bigint | null;
};

/** Where a place is among ascending ones; at its own number, as long as there are no gaps. */
const indexOf = (places: readonly number[], place: number): number => {
  if (places[place] === place) return place;
  let from = 0;
  let to = places.length - 1;
  while (from <= to) {
    const middle = (from + to) >>> 1;
    const found = places[middle] as number;
    if (found === place) return middle;
    if (found < place) from = middle + 1;
    else to = middle - 1;
  }
  return -1;
};

/** @param offsets of the records in hand, ascending (gaps between them carry no record) */
export const createWatermark = (offsets: readonly bigint[]): Watermark => {
  // Counted from the first, as plain numbers: big integers are dear.
  const first = offsets[0] ?? 0n;
  const places = offsets.map((offset) => Number(offset - first));
  const finished = new Uint8Array(places.length);
  let prefix = 0;
  return {
    finish: (offset) => {
      const index = indexOf(places, Number(offset - first));
      if (index < 0) return null;
      finished[index] = 1;
      const before = prefix;
      while (finished[prefix] === 1) prefix += 1;
      return prefix === before ? null : (offsets[prefix - 1] ?? null);
    },
  };
};
