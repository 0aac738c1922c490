/** Tells how far a partition may be committed when its records finish in any order. */
export type Watermark = {
  /** Marks an offset finished; returns the new end of the finished prefix, or null if unmoved. */
  readonly finish: (offset: bigint) => bigint | null;
};

/** @param offsets of the records in hand, ascending (gaps between them carry no record) */
export const createWatermark = (offsets: readonly bigint[]): Watermark => {
  const finished = new Set<bigint>();
  let prefix = 0;
  return {
    finish: (offset) => {
      finished.add(offset);
      const before = prefix;
      for (;;) {
        const next = offsets[prefix];
        if (next === undefined || !finished.delete(next)) break;
        prefix += 1;
      }
      return prefix === before ? null : (offsets[prefix - 1] ?? null);
    },
  };
};
