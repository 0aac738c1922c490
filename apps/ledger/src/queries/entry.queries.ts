import { idSchema, timestampSchema } from '@outcry/contracts';
import { toTimestamp } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { pageOf, type Cursor, type Page } from '@outcry/service';
import { z } from 'zod';

export const entryView = z.object({
  seq: z.string().describe('1, 2, 3 … along the account'),
  side: z.enum(['debit', 'credit']),
  amount: z.string(),
  postedAfter: z.string(),
  availableAfter: z.string(),
  transferId: idSchema,
  code: z.string(),
  reference: z.object({ type: z.string(), id: z.string() }),
  postedAt: timestampSchema,
});
export type EntryView = z.infer<typeof entryView>;

type Row = {
  seq: string;
  side: 'debit' | 'credit';
  amount: string;
  posted_after: string;
  available_after: string;
  transfer_id: string;
  code: string;
  reference_type: string;
  reference_id: string;
  posted_at: Date;
};

const viewOf = (row: Row): EntryView => ({
  seq: row.seq,
  side: row.side,
  amount: row.amount,
  postedAfter: row.posted_after,
  availableAfter: row.available_after,
  transferId: row.transfer_id,
  code: row.code,
  reference: { type: row.reference_type, id: row.reference_id },
  postedAt: toTimestamp(row.posted_at.getTime()),
});

const LIST_ENTRIES = `
SELECT e.seq, e.side, e.amount, e.posted_after, e.available_after, e.transfer_id, t.code,
       t.reference_type, t.reference_id, e.posted_at
  FROM account a
  JOIN entry e ON e.account_id = a.id
  JOIN transfer t ON t.id = e.transfer_id
 WHERE a.tenant_id = $1 AND a.address = $2 AND a.asset = $3
   AND ($4::bigint IS NULL OR e.seq < $4)
 ORDER BY e.seq DESC LIMIT $5`;

/** The history of an account, newest first. */
export const listEntries = async (
  sql: Sql,
  of: { readonly tenantId: string; readonly address: string; readonly asset: string },
  page: { readonly limit: number; readonly cursor: Cursor | undefined },
): Promise<Page<EntryView>> => {
  const { rows } = await sql.query<Row>(LIST_ENTRIES, [
    of.tenantId,
    of.address,
    of.asset,
    page.cursor?.[0] ?? null,
    page.limit + 1,
  ]);
  return pageOf(rows, page.limit, viewOf, (row) => [row.seq]);
};
