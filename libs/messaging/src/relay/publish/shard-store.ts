import type { Database } from '../../sql';
import type { LeaseRow } from '../lease/lease.sql';
import { moveBehindParked, parkRow } from './parking.sql';
import { deletePublished, readPending, type PendingRow } from './pending.sql';

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

export const shardStore = (database: Database, owner: string, lease: LeaseRow): ShardStore => ({
  read: (inHand, limit, resting) => readPending(database, owner, lease, { inHand, limit, resting }),
  remove: (positions) => deletePublished(database, owner, lease, positions),
  park: (position, cause) => parkRow(database, owner, lease, position, cause),
  moveBehind: (positions) => moveBehindParked(database, owner, lease, positions),
});
