/** What is known of one assigned partition; null until something has told. */
type Position = { next: bigint | null; end: bigint | null };

/**
 * How far a subscription is in its partitions.
 *
 * `lastAdvanceMs` also moves whenever nothing is waiting, so that a partition idle for hours does
 * not look stalled the moment a record arrives.
 */
export type PartitionPositions = {
  readonly assign: (partitions: readonly string[]) => void;
  readonly end: (partition: string, end: bigint) => void;
  readonly next: (partition: string, next: bigint) => void;
  readonly lag: () => bigint;
  readonly lastAdvanceMs: () => number;
  /** The assigned partitions, `<topic>/<number>`. */
  readonly names: () => readonly string[];
  readonly assigned: () => number;
};

export const partitionPositions = (nowMs: () => number): PartitionPositions => {
  let positions = new Map<string, Position>();
  let advancedMs = nowMs();

  const lag = (): bigint => {
    let sum = 0n;
    for (const { next, end } of positions.values()) {
      if (next !== null && end !== null && end > next) sum += end - next;
    }
    return sum;
  };

  return {
    assign: (partitions) => {
      positions = new Map(
        partitions.map((name) => [name, positions.get(name) ?? { next: null, end: null }]),
      );
      advancedMs = nowMs();
    },
    end: (partition, end) => {
      const position = positions.get(partition);
      if (position === undefined) return;
      if (lag() === 0n) advancedMs = nowMs();
      position.end = end;
    },
    next: (partition, next) => {
      const position = positions.get(partition);
      if (position === undefined || (position.next !== null && next <= position.next)) return;
      position.next = next;
      advancedMs = nowMs();
    },
    lag,
    lastAdvanceMs: () => {
      if (lag() === 0n) advancedMs = nowMs();
      return advancedMs;
    },
    names: () => [...positions.keys()],
    assigned: () => positions.size,
  };
};
