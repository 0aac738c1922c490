import { defined, toTimestamp, type IdGenerator } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import type { KnownAuction } from '../domain/auction-fact';
import type { AuctionRef, Corner, InboxChange } from '../domain/inbox-fold';
import { PASSING_KINDS, type Notice } from '../domain/notice';
import {
  ADVANCE_HEADS,
  INSERT_BIDDERS,
  INSERT_NOTIFICATIONS,
  SUPERSEDE_CORNERS,
  SUPERSEDE_OUTBID,
  SUPERSEDE_PASSED,
  UPSERT_AUCTIONS,
} from './save-change.sql';

/** A notice as it was stored: told to its recipient. */
export type DeliveredNotice = Notice & { readonly notificationId: string };

type PositionOf = (notice: Notice) => number;
type HeadRow = { tenant_id: string; recipient_id: string; last_position: string };

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

const supersede = async (
  sql: Sql,
  statement: string,
  corners: readonly Corner[],
): Promise<void> => {
  if (corners.length === 0) return;
  await sql.query(statement, [
    corners.map(({ tenantId }) => tenantId),
    corners.map(({ recipientId }) => recipientId),
    corners.map(({ auctionId }) => auctionId),
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

const headKey = (tenantId: string, recipientId: string): string => `${tenantId} ${recipientId}`;

/** The next free position in each recipient's inbox, which stays locked until the commit. */
const nextPositions = async (sql: Sql, notices: readonly Notice[]): Promise<PositionOf> => {
  const counts = new Map<string, { tenantId: string; recipientId: string; count: number }>();
  for (const { tenantId, recipientId } of notices) {
    const key = headKey(tenantId, recipientId);
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, { tenantId, recipientId, count });
  }
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, head]) => head);
  const { rows } = await sql.query<HeadRow>(ADVANCE_HEADS, [
    sorted.map(({ tenantId }) => tenantId),
    sorted.map(({ recipientId }) => recipientId),
    sorted.map(({ count }) => count),
  ]);
  const next = new Map(
    rows.map((row) => {
      const key = headKey(row.tenant_id, row.recipient_id);
      return [key, Number(row.last_position) - (counts.get(key)?.count ?? 0) + 1];
    }),
  );
  return ({ tenantId, recipientId }) => {
    const key = headKey(tenantId, recipientId);
    const position = defined(next.get(key), 'a recipient without an inbox head');
    next.set(key, position + 1);
    return position;
  };
};

const detailsOf = ({ details, occurredAtMs }: Notice): string =>
  JSON.stringify({
    title: details.title,
    price: details.price,
    endsAt: timestampOrNull(details.endsAtMs),
    occurredAt: toTimestamp(occurredAtMs),
  });

/** Adds notices to the inboxes of their recipients; returns those that were not there already. */
export const insertNotices = async (
  sql: Sql,
  notices: readonly Notice[],
  ids: IdGenerator,
): Promise<readonly DeliveredNotice[]> => {
  if (notices.length === 0) return [];
  const positionOf = await nextPositions(sql, notices);
  const rows = notices.map((notice) => ({
    ...notice,
    notificationId: ids.next(),
    position: positionOf(notice),
  }));
  const { rows: inserted } = await sql.query<{ id: string }>(INSERT_NOTIFICATIONS, [
    rows.map(({ notificationId }) => notificationId),
    rows.map(({ tenantId }) => tenantId),
    rows.map(({ recipientId }) => recipientId),
    rows.map(({ position }) => position),
    rows.map(({ auctionId }) => auctionId),
    rows.map(({ saleId }) => saleId),
    rows.map(({ kind }) => kind),
    rows.map(({ eventId }) => eventId),
    rows.map(detailsOf),
  ]);
  const stored = new Set(inserted.map(({ id }) => id));
  return rows.filter(({ notificationId }) => stored.has(notificationId));
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
  await supersede(sql, SUPERSEDE_CORNERS, change.replaced);
  await supersede(sql, SUPERSEDE_OUTBID, change.leading);
  await supersedePassed(sql, change.over);
  return insertNotices(sql, change.notices, ids);
};
