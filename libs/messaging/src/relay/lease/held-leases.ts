import type { LeaseRow } from './lease.sql';

/** A lease in hand. It may be acted on only while {@link isValid} says so. */
export type Lease = LeaseRow & { readonly isValid: () => boolean };

type Entry = { readonly lease: Lease; validUntilMs: number; givenUp: boolean };

export type HeldLeases = {
  readonly take: (row: LeaseRow, validUntilMs: number) => void;
  /** Extends those that the database has renewed; drops and returns the others, which are lost. */
  readonly renewed: (rows: readonly LeaseRow[], validUntilMs: number) => readonly Lease[];
  /** Makes the last `count` active ones invalid, though still held, and returns them. */
  readonly giveUp: (count: number) => readonly Lease[];
  readonly drop: (lease: Lease) => void;
  /** All that the database believes to be ours. */
  readonly all: () => readonly Lease[];
  /** Those that may be acted on now. */
  readonly valid: () => readonly Lease[];
  /** Those not given up, whether valid at this moment or not. */
  readonly kept: () => number;
};

/**
 * The leases of one relay.
 *
 * A lease: taken → (renewed)* → lost, or given up → dropped. Its validity is counted by the caller
 * from before the statement that took or renewed it, so it always ends here before it ends in the
 * database.
 *
 * @param nowMs monotonic
 */
export const heldLeases = (nowMs: () => number): HeldLeases => {
  const entries = new Map<number, Entry>();
  const isValid = (entry: Entry): boolean => !entry.givenUp && nowMs() < entry.validUntilMs;
  const kept = (): readonly Entry[] => [...entries.values()].filter(({ givenUp }) => !givenUp);

  const drop = (entry: Entry): void => {
    entry.givenUp = true;
    if (entries.get(entry.lease.shard) === entry) entries.delete(entry.lease.shard);
  };

  return {
    take: ({ shard, epoch }, validUntilMs) => {
      const entry: Entry = {
        lease: { shard, epoch, isValid: () => isValid(entry) },
        validUntilMs,
        givenUp: false,
      };
      entries.set(shard, entry);
    },
    renewed: (rows, validUntilMs) => {
      const epochs = new Map(rows.map(({ shard, epoch }) => [shard, epoch]));
      const isRenewed = ({ lease }: Entry): boolean => epochs.get(lease.shard) === lease.epoch;
      const lost = [...entries.values()].filter((entry) => !isRenewed(entry));
      lost.forEach(drop);
      entries.forEach((entry) => (entry.validUntilMs = validUntilMs));
      return lost.map(({ lease }) => lease);
    },
    giveUp: (count) => {
      const chosen = count > 0 ? kept().slice(-count) : [];
      chosen.forEach((entry) => (entry.givenUp = true));
      return chosen.map(({ lease }) => lease);
    },
    drop: (lease) => {
      const entry = entries.get(lease.shard);
      if (entry?.lease === lease) drop(entry);
    },
    all: () => [...entries.values()].map(({ lease }) => lease),
    valid: () => [...entries.values()].filter(isValid).map(({ lease }) => lease),
    kept: () => kept().length,
  };
};
