import { isDeepStrictEqual } from 'node:util';
import { assert } from '@outcry/kernel';
import type { Database } from '@outcry/messaging';
import type { KnownAuction } from '../domain/auction/auction';
import type { AuctionEvent } from '../domain/auction/auction.events';
import { auditJournal } from '../domain/auction/audit-journal';
import { storedAuctionOf, type AuctionRow } from '../persistence/auction/auction.row';
import { readJournal } from '../persistence/auction/journal';
import { publicationFaults } from '../publishing/verify-publication';
import { publicHistoryFaults } from './public-history-faults';
import { pendingEvents, type PublishedEvent } from './published-events';

export type Verification = {
  readonly auctionId: string;
  readonly status: string;
  readonly journalEntries: number;
  readonly publicEvents: number;
  /** What does not agree; nothing when all does. */
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
    faults.push(`the row counts ${stored.version} journal entries, there are ${journal.length}`);
  const comparable = 'bids' in replayed ? { ...replayed, bids: [] } : replayed;
  if (!isDeepStrictEqual(comparable, stored.auction))
    faults.push('the stored state is not what the journal leads to');
  const times = journal.map(({ atMs }) => atMs);
  if (times.some((atMs, index) => index > 0 && atMs < (times[index - 1] ?? 0)))
    faults.push('the journal goes back in time');
  return faults;
};

/**
 * What the database alone tells of one auction: its journal leads to the stored row and to the
 * public history, and its outcome follows from its bids.
 *
 * @returns null when the tenant has no such auction
 */
export const storedFaults = async (
  database: Database,
  { tenantId, auctionId }: { readonly tenantId: string; readonly auctionId: string },
): Promise<readonly string[] | null> => {
  const snapshot = await snapshotOf(database, tenantId, auctionId);
  if (!snapshot) return null;
  const { state, findings } = auditJournal(snapshot.journal);
  assert(state.status !== 'none', 'an auction has a journal');
  return [
    ...stateFaults(snapshot, state),
    ...findings.map(({ index, problem }) => `journal entry ${index + 1}: ${problem}`),
    ...snapshot.historyFaults,
  ];
};

/** Undefined, which no event's content is, for what is no JSON. */
const contentOf = (data: string): unknown => {
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
};

/** A repeat of an event is the same event: it has the same id. */
const repeatFaults = (found: readonly PublishedEvent[]): readonly string[] =>
  [...Map.groupBy(found, ({ sequence }) => sequence)].flatMap(([sequence, events]) =>
    new Set(events.map(({ id }) => id)).size === 1
      ? []
      : [`event ${sequence} was published under several ids`],
  );

/** Reads the topic to its end, and on until `isEnough` of it is there. */
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
  const { state, findings } = auditJournal(journal);
  assert(state.status !== 'none', 'an auction has a journal');
  const { status, sequence: last } = state;
  const waiting = new Set(pending.map(({ sequence }) => sequence));
  const published = await readTopic((events) => {
    const seen = new Set(events.map(({ sequence }) => sequence));
    return Array.from({ length: last }, (_, index) => index + 1).every(
      (sequence) => seen.has(sequence) || waiting.has(sequence),
    );
  });
  const found = [...published, ...pending];
  const messages = found.map(({ type, sequence, data }) => ({
    ...{ type, sequence: BigInt(sequence) },
    data: contentOf(data),
  }));
  // What was decided after the snapshot may be on the topic by now; what is in no journal was
  // invented. Committed before it is published: so the journal is read after the topic.
  const journalNow = await database.transact((sql) => readJournal(sql, auctionId));
  return {
    ...{ auctionId, status },
    journalEntries: journal.length,
    publicEvents: last,
    faults: [
      ...stateFaults(snapshot, state),
      ...findings.map(({ index, problem }) => `journal entry ${index + 1}: ${problem}`),
      ...snapshot.historyFaults,
      ...publicationFaults(journalNow, messages, BigInt(last)),
      ...repeatFaults(found),
    ],
  };
};
