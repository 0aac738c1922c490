import type { Database } from '../../sql';
import type { LeaseRow } from '../lease/lease.sql';
import { moveBehindParked, parkRow } from './parking.sql';
import {
  areFew,
  deletePublished,
  readPending,
  type Deletion,
  type PendingRead,
  type PendingRow,
} from './pending.sql';
import { together } from './together';

/**
 * The pending rows of one shard, as the holder of its lease may treat them. What changes rows
 * answers false when the lease has passed to someone else; then nothing was changed in its name.
 */
export type ShardStore = {
  /**
   * The first rows in order of position, without those in hand and those of resting topics; none
   * once the lease is lost.
   */
  readonly read: (
    inHand: readonly string[],
    limit: number,
    resting: readonly string[],
  ) => Promise<readonly PendingRow[]>;
  /** Deletes exactly these, which were acknowledged. */
  readonly remove: (positions: readonly string[]) => Promise<boolean>;
  /** Moves a refused row out of the way and parks its key. */
  readonly park: (position: string, cause: string) => Promise<boolean>;
  /** Moves rows behind their parked keys. */
  readonly moveBehind: (positions: readonly string[]) => Promise<boolean>;
};

/** Gives the stores of one relay's shards, which share their small statements. */
export const shardStores = (
  database: Database,
  owner: string,
): { readonly of: (lease: LeaseRow) => ShardStore } => {
  const read = together(
    (reads: readonly PendingRead[]) => readPending(database, owner, reads),
    ({ inHand }) => areFew(inHand),
  );
  const remove = together(
    (deletions: readonly Deletion[]) => deletePublished(database, owner, deletions),
    ({ positions }) => areFew(positions),
  );
  return {
    of: (lease) => ({
      read: (inHand, limit, resting) => read({ lease, inHand, limit, resting }),
      remove: (positions) => remove({ lease, positions }),
      park: (position, cause) => parkRow(database, owner, lease, position, cause),
      moveBehind: (positions) => moveBehindParked(database, owner, lease, positions),
    }),
  };
};
