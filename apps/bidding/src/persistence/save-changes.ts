import { assert, type InstantMs } from '@outcry/kernel';
import type { OutgoingMessage, Sql } from '@outcry/messaging';
import { auctionMessages } from '../publishing/auction-messages';
import { causedBy, NO_CAUSES, type Causes } from '../publishing/causes';
import { paddleMessages } from '../publishing/paddle-messages';
import { settlementMessages } from '../publishing/settlement-messages';
import { auctionRecord, bidRecords, entryRecords } from './auction/auction.records';
import { WITHDRAW_BIDS } from './auction/withdraw-bids.sql';
import { toJson } from './json';
import { freedRecords, madeRecords, paddleRecord } from './paddle/paddle.records';
import { SAVE_CHANGES } from './save-changes.sql';
import { saveSettlements } from './settlement/save-settlements';
import type { TrackedAuction, TrackedPaddle, WorkingSet } from './working-set';

/** Real time until an unanswered command to the ledger is sent again, and later doubled. */
export const RESEND_AFTER_MS = 5_000;

/** The business time of a tenant's decisions in this transaction. */
export type DecidedAt = (tenantId: string) => InstantMs;

const saveAuctionsAndPaddles = async (
  sql: Sql,
  auctions: readonly TrackedAuction[],
  paddles: readonly TrackedPaddle[],
  nowMs: DecidedAt,
): Promise<void> => {
  const { rows } = await sql.query<{ auctions: number; paddles: number }>(SAVE_CHANGES, [
    toJson(auctions.map((tracked) => auctionRecord(tracked, nowMs(tracked.tenantId)))),
    toJson(auctions.flatMap(entryRecords)),
    toJson(auctions.flatMap(bidRecords)),
    toJson(paddles.map(paddleRecord)),
    toJson(paddles.flatMap(madeRecords)),
    toJson(paddles.flatMap(freedRecords)),
    RESEND_AFTER_MS,
    auctions.map(({ state }) => state.auctionId),
    paddles.map(({ state }) => state.paddleId),
  ]);
  const saved = rows[0];
  assert(
    saved?.auctions === auctions.length && saved.paddles === paddles.length,
    'a locked row has another version than the one read',
  );
};

const withdrawBids = async (sql: Sql, { state, events }: TrackedAuction): Promise<void> => {
  const bidIds = events.flatMap((event) =>
    event.type === 'bids_withdrawn' ? event.publicBidIds : [],
  );
  if (bidIds.length > 0) await sql.query(WITHDRAW_BIDS, [state.auctionId, bidIds]);
};

/** Public events and ledger commands of what a transaction changed. */
export const messagesOf = (set: WorkingSet, causes: Causes): readonly OutgoingMessage[] => {
  const { auctions, paddles, settlements } = set.tracked();
  return [
    ...auctions.flatMap(({ tenantId, stored, events }) =>
      auctionMessages(tenantId, stored.auction, events, causes),
    ),
    ...paddles.flatMap((tracked) =>
      paddleMessages(tracked.tenantId, tracked).map((message) => ({
        ...message,
        ...causedBy(causes, tracked.state.paddleId),
      })),
    ),
    ...settlements.flatMap((tracked) =>
      settlementMessages(tracked.tenantId, tracked).map((message) => ({
        ...message,
        ...causedBy(causes, tracked.state.settlementId),
      })),
    ),
  ];
};

/**
 * Stores all that the transaction changed under its locks, and the time of the decision also where
 * nothing changed. Unless there are settlements, its statement has been sent when this returns.
 */
export const storeChanges = async (sql: Sql, set: WorkingSet, nowMs: DecidedAt): Promise<void> => {
  const { auctions, paddles, settlements } = set.tracked();
  if (auctions.length + paddles.length > 0)
    await saveAuctionsAndPaddles(sql, auctions, paddles, nowMs);
  for (const auction of auctions) await withdrawBids(sql, auction);
  await saveSettlements(sql, settlements, nowMs, RESEND_AFTER_MS);
};

/**
 * {@link storeChanges}; gives the messages to append to the outbox last.
 *
 * @param causes the traces of the causes, where several share the transaction
 */
export const saveChanges = async (
  sql: Sql,
  set: WorkingSet,
  nowMs: DecidedAt,
  causes: Causes = NO_CAUSES,
): Promise<readonly OutgoingMessage[]> => {
  await storeChanges(sql, set, nowMs);
  return messagesOf(set, causes);
};
