import { assert } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import type { KnownAuction } from '../../domain/auction/auction';
import type { AuctionEvent } from '../../domain/auction/auction.events';
import { replayJournal } from '../../domain/auction/auction.evolve';
import { fromJson } from '../json';
import type { StoredAuction } from './auction.row';

const JOURNAL = `
SELECT event FROM auction_journal WHERE auction_id = $1 ORDER BY entry`;

/** The private journal of an auction, in order. */
export const readJournal = async (
  sql: Sql,
  auctionId: string,
): Promise<readonly AuctionEvent[]> => {
  const { rows } = await sql.query<{ event: unknown }>(JOURNAL, [auctionId]);
  return rows.map(({ event }) => fromJson<AuctionEvent>(event));
};

/**
 * A locked auction with its live bids, which only the journal has: for the decisions that need all
 * of them (withdrawals and defaults). Read in a statement after the lock.
 */
export const withBids = async (sql: Sql, stored: StoredAuction): Promise<StoredAuction> => {
  const journal = await readJournal(sql, stored.auction.auctionId);
  assert(journal.length === stored.version, 'an auction and its journal have the same version');
  const replayed = replayJournal(journal);
  if (!('bids' in replayed)) return stored;
  const auction = { ...stored.auction, bids: replayed.bids } as KnownAuction;
  return { ...stored, auction };
};
