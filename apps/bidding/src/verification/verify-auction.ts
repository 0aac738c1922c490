import { isDeepStrictEqual } from 'node:util';
import type { Database } from '@outcry/messaging';
import { replayJournal } from '../domain/auction/auction.evolve';
import type { KnownAuction } from '../domain/auction/auction';
import type { AuctionEvent } from '../domain/auction/auction.events';
import { storedAuctionOf, type AuctionRow } from '../persistence/auction/auction.row';
import { readJournal } from '../persistence/auction/journal';
import { projectJournal } from '../publishing/auction-messages';
import { outcomeFaults } from './outcome-faults';
import { publicHistoryFaults } from './public-history-faults';
import { pendingEvents, type PublishedEvent } from './published-events';

export type Verification = {
  readonly auctionId: string;
  readonly status: string;
  readonly journalEntries: number;
  readonly publicEvents: number;
  /** What does not agree, each in a sentence; none when all does. */
  readonly faults: readonly string[];
};

const AUCTION = `
SELECT auction_id, tenant_id, sale_id, seller_id, version, last_decided_at, terms, state
  FROM auction WHERE tenant_id = $1 AND auction_id = $2`;

type Snapshot = {
  readonly row: AuctionRow;
  readonly journal: readonly AuctionEvent[];
  readonly pending: readonly PublishedEvent[];
  readonly historyFaults: readonly string[];
};

/** Everything that the database has of an auction, as of one moment. */
const snapshotOf = (
  database: Database,
  tenantId: string,
  auctionId: string,
): Promise<Snapshot | null> =>
  database.transact(async (sql) => {
    await sql.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const { rows } = await sql.query<AuctionRow>(AUCTION, [tenantId, auctionId]);
    if (!rows[0]) return null;
    const journal = await readJournal(sql, auctionId);
    return {
      row: rows[0],
      journal,
      pending: await pendingEvents(sql, auctionId),
      historyFaults: await publicHistoryFaults(sql, auctionId, journal),
    };
  });

const stateFaults = ({ row, journal }: Snapshot, replayed: KnownAuction): readonly string[] => {
  const stored = storedAuctionOf(row);
  const faults: string[] = [];
  if (stored.version !== journal.length)
    faults.push(`The row counts ${stored.version} journal entries, there are ${journal.length}.`);
  const comparable = 'bids' in replayed ? { ...replayed, bids: [] } : replayed;
  if (!isDeepStrictEqual(comparable, stored.auction))
    faults.push('The stored state is not what the journal leads to.');
  const times = journal.map(({ atMs }) => atMs);
  if (times.some((atMs, index) => index > 0 && atMs < (times[index - 1] ?? 0)))
    faults.push('The journal goes back in time.');
  return faults;
};

/** Compares events with the projection of the journal, by sequence. */
export const projectionFaults = (
  expected: readonly PublishedEvent[],
  found: readonly PublishedEvent[],
): readonly string[] => {
  const bySequence = Map.groupBy(found, ({ sequence }) => sequence);
  const faults = expected.flatMap(({ sequence, type, data }) => {
    const events = bySequence.get(sequence) ?? [];
    bySequence.delete(sequence);
    if (events.length === 0)
      return [`Event ${sequence} (${type}) is neither published nor pending.`];
    const isSame = events.every(
      (event) => event.type === type && isDeepStrictEqual(JSON.parse(event.data), JSON.parse(data)),
    );
    if (!isSame) return [`Event ${sequence} is not the projection of the journal (${type}).`];
    const isRepeat = new Set(events.map(({ id }) => id)).size === 1;
    return isRepeat ? [] : [`Event ${sequence} was published under several ids.`];
  });
  const invented = [...bySequence.keys()].map(
    (sequence) => `Event ${sequence} was published, but the journal does not have it.`,
  );
  return [...faults, ...invented];
};

/** Reads what is on the topic, until `isEnough` of it is there. */
export type ReadTopic = (
  isEnough: (events: readonly PublishedEvent[]) => boolean,
) => Promise<readonly PublishedEvent[]>;

/**
 * Verifies one auction: its journal leads to the stored row, its outcome follows from its bids, the
 * public history and every published or pending event are exactly the journal's projection.
 *
 * @returns null when the tenant has no such auction
 */
export const verifyAuction = async (
  database: Database,
  { tenantId, auctionId }: { readonly tenantId: string; readonly auctionId: string },
  readTopic: ReadTopic,
): Promise<Verification | null> => {
  const snapshot = await snapshotOf(database, tenantId, auctionId);
  if (!snapshot) return null;
  const { journal, pending } = snapshot;
  const replayed = replayJournal(journal);
  if (replayed.status === 'none') throw new Error('the auction has no journal');
  const expected = projectJournal(tenantId, journal).map(({ definition, sequence, data }) => ({
    id: '',
    type: definition.type,
    sequence: Number(sequence),
    data: JSON.stringify(data),
  }));
  const waiting = new Set(pending.map(({ sequence }) => sequence));
  const wanted = expected.filter(({ sequence }) => !waiting.has(sequence));
  const published = await readTopic((events) => {
    const seen = new Set(events.map(({ sequence }) => sequence));
    return wanted.every(({ sequence }) => seen.has(sequence));
  });
  // What was published after the snapshot is newer than it, not invented.
  const known = published.filter(({ sequence }) => sequence <= replayed.sequence);
  return {
    auctionId,
    status: replayed.status,
    journalEntries: journal.length,
    publicEvents: expected.length,
    faults: [
      ...stateFaults(snapshot, replayed),
      ...outcomeFaults(journal, replayed),
      ...snapshot.historyFaults,
      ...projectionFaults(expected, [...known, ...pending]),
    ],
  };
};
