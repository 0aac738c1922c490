import { accountAddressSchema, assetSchema, timestampSchema } from '@outcry/contracts';
import { toTimestamp } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { pageOf, type Cursor, type Page } from '@outcry/service';
import { z } from 'zod';
import { availableOf, postedOf } from '../domain/account';
import { accountOfRow, type AccountRow } from '../persistence/account.row';

const units = z.string().describe('integer minor units; below zero where there is no floor');

export const accountView = z.object({
  address: accountAddressSchema,
  asset: assetSchema,
  class: z.string(),
  normalSide: z.enum(['debit', 'credit']),
  posted: units,
  available: units.describe('posted less what open holds reserve'),
  held: units.describe('what open holds reserve'),
  minAvailable: units.nullable().describe('the floor of the available balance; null: none'),
  version: z.string(),
  openedAt: timestampSchema,
});
export type AccountView = z.infer<typeof accountView>;

type Row = AccountRow & { opened_at: Date };

const COLUMNS = `id, tenant_id, address, asset, class, normal_side, debits_posted, credits_posted,
       debits_pending, credits_pending, min_available, version, entry_count, last_posted_at,
       opened_at`;

const viewOf = (row: Row): AccountView => {
  const account = accountOfRow(row);
  const posted = postedOf(account);
  const available = availableOf(account);
  return {
    address: account.address,
    asset: account.asset,
    class: account.className,
    normalSide: account.normalSide,
    posted: posted.toString(),
    available: available.toString(),
    held: (posted - available).toString(),
    minAvailable: account.minAvailable?.toString() ?? null,
    version: account.version.toString(),
    openedAt: toTimestamp(row.opened_at.getTime()),
  };
};

export const findAccount = async (
  sql: Sql,
  tenantId: string,
  address: string,
  asset: string,
): Promise<AccountView | undefined> => {
  const { rows } = await sql.query<Row>(
    `SELECT ${COLUMNS} FROM account WHERE tenant_id = $1 AND address = $2 AND asset = $3`,
    [tenantId, address, asset],
  );
  return rows[0] && viewOf(rows[0]);
};

export type AccountFilter = {
  readonly tenantId: string;
  /** Only this address, whatever else is asked for: what a principal owns. */
  readonly owned: string | null;
  readonly class: string | undefined;
  readonly asset: string | undefined;
  readonly limit: number;
  readonly cursor: Cursor | undefined;
};

/** In the order of address and asset. */
export const listAccounts = async (sql: Sql, filter: AccountFilter): Promise<Page<AccountView>> => {
  const { rows } = await sql.query<Row>(
    `SELECT ${COLUMNS} FROM account
      WHERE tenant_id = $1
        AND ($2::text IS NULL OR address = $2)
        AND ($3::text IS NULL OR class = $3)
        AND ($4::text IS NULL OR asset = $4)
        AND (address, asset) > ($5, $6)
      ORDER BY address, asset LIMIT $7`,
    [
      filter.tenantId,
      filter.owned,
      filter.class ?? null,
      filter.asset ?? null,
      filter.cursor?.[0] ?? '',
      filter.cursor?.[1] ?? '',
      filter.limit + 1,
    ],
  );
  return pageOf(rows, filter.limit, viewOf, (row) => [row.address, row.asset]);
};
