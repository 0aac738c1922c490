/** Tells how far a partition may be committed when its records finish in any order. */
export type Watermark = {
  /** Marks an offset finished; returns the new end of the finished prefix, or null if unmoved. */
  readonly finish: (offset: bigint) => bigint | null;
};

/** @param offsets of the records in hand, ascending (gaps between them carry no record) */
export const createWatermark = (offsets: readonly bigint[]): Watermark => {
  // Counted from the first, as plain numbers: a set of big integers is dear.
  const first = offsets[0] ?? 0n;
  const places = offsets.map((offset) => Number(offset - first));
  const finished = new Set<number>();
  let prefix = 0;
  return {
    finish: (offset) => {
      finished.add(Number(offset - first));
      const before = prefix;
      for (;;) {
        const next = places[prefix];
        if (next === undefined || !finished.delete(next)) break;
        prefix += 1;
      }
      return prefix === before ? null : (offsets[prefix - 1] ?? null);
    },
  };
};
