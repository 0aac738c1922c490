import { defined, toTimestamp, type IdGenerator } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import type { Replaced } from '../domain/inbox-fold';
import type { Notice } from '../domain/notice';
import { ADVANCE_HEADS, INSERT_NOTIFICATIONS, SUPERSEDE_CORNERS } from './tell-notices.sql';

/** A notice as it was stored: told to its recipient. */
export type DeliveredNotice = Notice & { readonly notificationId: string };

type PositionOf = (notice: Notice) => number;
type HeadRow = { tenant_id: string; recipient_id: string; last_position: string };

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
    endsAt: details.endsAtMs === null ? null : toTimestamp(details.endsAtMs),
    occurredAt: toTimestamp(occurredAtMs),
  });

const insertNotices = async (
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

/**
 * Puts notices into the inboxes of their recipients, in the place of what they replace; returns
 * those that were not there already.
 */
export const tellNotices = async (
  sql: Sql,
  {
    notices,
    replaced,
  }: { readonly notices: readonly Notice[]; readonly replaced: readonly Replaced[] },
  ids: IdGenerator,
): Promise<readonly DeliveredNotice[]> => {
  if (replaced.length > 0) {
    await sql.query(SUPERSEDE_CORNERS, [
      replaced.map(({ tenantId }) => tenantId),
      replaced.map(({ recipientId }) => recipientId),
      replaced.map(({ auctionId }) => auctionId),
      replaced.map(({ eventId }) => eventId),
      replaced.map(({ kind }) => kind),
    ]);
  }
  return insertNotices(sql, notices, ids);
};
