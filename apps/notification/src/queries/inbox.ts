import { toTimestamp } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import type { NoticeKind } from '../domain/notice';
import type { NotificationView } from '../http/notification.schemas';
import type { Recipient } from '../live/inbox-wake-ups';
import {
  COUNT_UNREAD,
  LIST_NOTIFICATIONS,
  MARK_ALL_READ,
  MARK_READ,
  NOTIFICATIONS_SINCE,
  READ_HEAD,
} from './inbox.sql';

type Row = {
  id: string;
  position: string;
  kind: NoticeKind;
  auction_id: string;
  sale_id: string;
  details: Pick<NotificationView, 'title' | 'price' | 'endsAt' | 'occurredAt'>;
  created_at: Date;
  read_at: Date | null;
};

const viewOf = (row: Row): NotificationView => ({
  notificationId: row.id,
  position: Number(row.position),
  kind: row.kind,
  auctionId: row.auction_id,
  saleId: row.sale_id,
  ...row.details,
  createdAt: toTimestamp(row.created_at.getTime()),
  readAt: row.read_at === null ? null : toTimestamp(row.read_at.getTime()),
});

export type InboxPage = {
  /** Positions below this one; the newest when absent. */
  readonly before?: number | undefined;
  readonly unreadOnly: boolean;
  readonly limit: number;
};

/** Newest first. */
export const listNotifications = async (
  sql: Sql,
  { tenantId, recipientId }: Recipient,
  page: InboxPage,
): Promise<NotificationView[]> => {
  const before = page.before ?? Number.MAX_SAFE_INTEGER;
  const values = [tenantId, recipientId, before, page.unreadOnly, page.limit];
  const { rows } = await sql.query<Row>(LIST_NOTIFICATIONS, values);
  return rows.map(viewOf);
};

/** Oldest first. */
export const notificationsSince = async (
  sql: Sql,
  { tenantId, recipientId }: Recipient,
  position: number,
  limit: number,
): Promise<NotificationView[]> => {
  const values = [tenantId, recipientId, position, limit];
  const { rows } = await sql.query<Row>(NOTIFICATIONS_SINCE, values);
  return rows.map(viewOf);
};

export const countUnread = async (
  sql: Sql,
  { tenantId, recipientId }: Recipient,
): Promise<number> => {
  const { rows } = await sql.query<{ unread: number }>(COUNT_UNREAD, [tenantId, recipientId]);
  return rows[0]?.unread ?? 0;
};

/** The position of the newest ever added; 0 for an inbox that never had one. */
export const headOf = async (sql: Sql, { tenantId, recipientId }: Recipient): Promise<number> => {
  const { rows } = await sql.query<{ last_position: string }>(READ_HEAD, [tenantId, recipientId]);
  return Number(rows[0]?.last_position ?? 0);
};

/** Null when the recipient has no such notification. */
export const markRead = async (
  sql: Sql,
  { tenantId, recipientId }: Recipient,
  notificationId: string,
): Promise<NotificationView | null> => {
  const { rows } = await sql.query<Row>(MARK_READ, [tenantId, recipientId, notificationId]);
  return rows[0] === undefined ? null : viewOf(rows[0]);
};

/** How many were unread. */
export const markAllRead = async (
  sql: Sql,
  { tenantId, recipientId }: Recipient,
  upTo: number,
): Promise<number> => (await sql.query(MARK_ALL_READ, [tenantId, recipientId, upTo])).rowCount;
