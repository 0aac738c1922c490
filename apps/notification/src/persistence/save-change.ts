import { toTimestamp, type IdGenerator } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import type { KnownAuction } from '../domain/auction-fact';
import type { AuctionRef, InboxChange, Lead } from '../domain/inbox-fold';
import { PASSING_KINDS, type WaitingNotice } from '../domain/notice';
import {
  INSERT_BIDDERS,
  SUPERSEDE_OUTBID,
  SUPERSEDE_PASSED,
  UPSERT_AUCTIONS,
} from './save-change.sql';
import { tellNotices, type DeliveredNotice } from './tell-notices';
import { DROP_WAITING_OUTBID, KEEP_WAITING } from './waiting-notices.sql';

const timestampOrNull = (instant: number | null): string | null =>
  instant === null ? null : toTimestamp(instant);

const saveAuctions = async (sql: Sql, auctions: readonly KnownAuction[]): Promise<void> => {
  const sorted = [...auctions].sort((a, b) => (a.auctionId < b.auctionId ? -1 : 1));
  await sql.query(UPSERT_AUCTIONS, [
    sorted.map(({ tenantId }) => tenantId),
    sorted.map(({ auctionId }) => auctionId),
    sorted.map(({ saleId }) => saleId),
    sorted.map(({ sellerId }) => sellerId),
    sorted.map(({ title }) => title),
    sorted.map(({ status }) => status),
    sorted.map(({ leader }) => leader),
    sorted.map(({ endsAtMs }) => timestampOrNull(endsAtMs)),
    sorted.map(({ sequence }) => sequence),
    sorted.map(({ resultSequence }) => resultSequence),
  ]);
};

const supersedeOutbid = async (sql: Sql, leads: readonly Lead[]): Promise<void> => {
  if (leads.length === 0) return;
  await sql.query(DROP_WAITING_OUTBID, [
    leads.map(({ tenantId }) => tenantId),
    leads.map(({ saleId }) => saleId),
    leads.map(({ number }) => number),
    leads.map(({ auctionId }) => auctionId),
  ]);
  await sql.query(SUPERSEDE_OUTBID, [
    leads.map(({ tenantId }) => tenantId),
    leads.map(({ recipientId }) => recipientId),
    leads.map(({ auctionId }) => auctionId),
  ]);
};

const supersedePassed = async (sql: Sql, over: readonly AuctionRef[]): Promise<void> => {
  if (over.length === 0) return;
  await sql.query(SUPERSEDE_PASSED, [
    over.map(({ tenantId }) => tenantId),
    over.map(({ auctionId }) => auctionId),
    PASSING_KINDS,
  ]);
};

const keepWaiting = async (sql: Sql, waiting: readonly WaitingNotice[]): Promise<void> => {
  if (waiting.length === 0) return;
  await sql.query(KEEP_WAITING, [
    waiting.map(({ notice }) => notice.tenantId),
    waiting.map(({ notice }) => notice.saleId),
    waiting.map(({ number }) => number),
    waiting.map(({ notice }) => notice.auctionId),
    waiting.map(({ notice }) => notice.eventId),
    waiting.map(({ notice }) => notice.kind),
    waiting.map(({ sequence }) => sequence),
    waiting.map(({ notice }) => toTimestamp(notice.occurredAtMs)),
    waiting.map(({ notice }) => JSON.stringify(notice.details)),
  ]);
};

/** Stores what a batch does to the inboxes; returns the notices that are new. */
export const saveChange = async (
  sql: Sql,
  change: InboxChange,
  ids: IdGenerator,
): Promise<readonly DeliveredNotice[]> => {
  await saveAuctions(sql, change.auctions);
  if (change.bidders.length > 0) {
    await sql.query(INSERT_BIDDERS, [
      change.bidders.map(({ tenantId }) => tenantId),
      change.bidders.map(({ auctionId }) => auctionId),
      change.bidders.map(({ number }) => number),
    ]);
  }
  await supersedeOutbid(sql, change.leading);
  await keepWaiting(sql, change.waiting);
  await supersedePassed(sql, change.over);
  return tellNotices(sql, change, ids);
};
