import type { Sql } from '@outcry/messaging';
import type { DueNotice } from '../domain/due-notice';
import type { Knowledge } from '../domain/inbox-fold';
import type { NoticeDetails, NoticeKind } from '../domain/notice';
import { lockAuctions, readOwners } from './load-knowledge';
import { DUE_AUCTIONS, TAKE_DUE } from './waiting-notices.sql';

type RefRow = { tenant_id: string; auction_id: string };
type DueRow = RefRow & {
  sale_id: string;
  number: string;
  event_id: string;
  kind: NoticeKind;
  sequence: string;
  occurred_at: Date;
  details: NoticeDetails;
  bidder_id: string;
};

const dueOf = (row: DueRow): DueNotice => ({
  number: row.number,
  sequence: Number(row.sequence),
  notice: {
    tenantId: row.tenant_id,
    recipientId: row.bidder_id,
    auctionId: row.auction_id,
    saleId: row.sale_id,
    kind: row.kind,
    eventId: row.event_id,
    occurredAtMs: row.occurred_at.getTime(),
    details: row.details,
  },
});

/**
 * Takes what no longer waits for its paddle, of at most `maxAuctions` auctions, which stay locked,
 * and reads what telling it needs to know.
 */
export const takeDue = async (
  sql: Sql,
  maxAuctions: number,
): Promise<{
  readonly due: readonly DueNotice[];
  readonly knowledge: Pick<Knowledge, 'auction' | 'bidderOf'>;
}> => {
  const { rows: refs } = await sql.query<RefRow>(DUE_AUCTIONS, [maxAuctions]);
  const auction = await lockAuctions(
    sql,
    refs.map(({ tenant_id, auction_id }) => ({ tenantId: tenant_id, auctionId: auction_id })),
  );
  const { rows } = await sql.query<DueRow>(TAKE_DUE, [
    refs.map(({ tenant_id }) => tenant_id),
    refs.map(({ auction_id }) => auction_id),
  ]);
  const due = rows.map(dueOf);
  const leaders = due.flatMap(({ notice }) => {
    const leader = auction(notice)?.leader ?? null;
    return leader === null ? [] : [[notice.tenantId, notice.saleId, leader] as const];
  });
  return { due, knowledge: { auction, bidderOf: await readOwners(sql, leaders) } };
};
