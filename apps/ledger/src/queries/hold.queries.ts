import { accountAddressSchema, idSchema, moneySchema, timestampSchema } from '@outcry/contracts';
import { toTimestamp } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { pageOf, type Cursor, type Page } from '@outcry/service';
import { z } from 'zod';
import type { HoldRow } from '../persistence/hold.row';

export const holdStatus = z.enum(['open', 'closed', 'expired']);

export const holdView = z.object({
  id: idSchema,
  account: accountAddressSchema,
  amount: moneySchema.describe('all that was ever reserved, increases included'),
  remaining: moneySchema,
  captured: moneySchema,
  released: moneySchema,
  status: holdStatus,
  expiresAt: timestampSchema.nullable(),
  reference: z.object({ type: z.string(), id: z.string() }),
  version: z.string(),
  placedAt: timestampSchema,
});
export type HoldView = z.infer<typeof holdView>;

const COLUMNS = `tenant_id, id, account_id, account, asset, amount, remaining, captured, released,
       status, expires_at, reference_type, reference_id, version, placed_at`;

const viewOf = (row: HoldRow): HoldView => {
  const money = (amount: string) => ({ amount, asset: row.asset });
  return {
    id: row.id,
    account: row.account,
    amount: money(row.amount),
    remaining: money(row.remaining),
    captured: money(row.captured),
    released: money(row.released),
    status: row.status,
    expiresAt: row.expires_at === null ? null : toTimestamp(row.expires_at.getTime()),
    reference: { type: row.reference_type, id: row.reference_id },
    version: row.version,
    placedAt: toTimestamp(row.placed_at.getTime()),
  };
};

export const findHold = async (
  sql: Sql,
  tenantId: string,
  holdId: string,
  owned: string | null,
): Promise<HoldView | undefined> => {
  const { rows } = await sql.query<HoldRow>(
    `SELECT ${COLUMNS} FROM hold
      WHERE tenant_id = $1 AND id = $2 AND ($3::text IS NULL OR account = $3)`,
    [tenantId, holdId, owned],
  );
  return rows[0] && viewOf(rows[0]);
};

export type HoldFilter = {
  readonly tenantId: string;
  readonly owned: string | null;
  readonly account: string | undefined;
  readonly status: z.infer<typeof holdStatus> | undefined;
  readonly limit: number;
  readonly cursor: Cursor | undefined;
};

/** Newest first. */
export const listHolds = async (sql: Sql, filter: HoldFilter): Promise<Page<HoldView>> => {
  const { rows } = await sql.query<HoldRow>(
    `SELECT ${COLUMNS} FROM hold
      WHERE tenant_id = $1
        AND ($2::text IS NULL OR account = $2)
        AND ($3::text IS NULL OR account = $3)
        AND ($4::text IS NULL OR status = $4)
        AND ($5::timestamptz IS NULL OR (placed_at, id) < ($5, $6::uuid))
      ORDER BY placed_at DESC, id DESC LIMIT $7`,
    [
      filter.tenantId,
      filter.owned,
      filter.account ?? null,
      filter.status ?? null,
      filter.cursor?.[0] ?? null,
      filter.cursor?.[1] ?? null,
      filter.limit + 1,
    ],
  );
  return pageOf(rows, filter.limit, viewOf, (row) => [row.placed_at.toISOString(), row.id]);
};
