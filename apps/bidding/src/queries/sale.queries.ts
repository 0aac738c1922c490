import type { Sql } from '@outcry/messaging';
import type { Sale } from '../domain/sale/sale';
import { fromJson } from '../persistence/json';

const LIST_SALES = `
SELECT state FROM sale
 WHERE tenant_id = $1 AND ($2::uuid IS NULL OR sale_id < $2)
 ORDER BY sale_id DESC LIMIT $3`;

/** Sales, newest first; one beyond `limit` tells of a next page. */
export const listSales = async (
  sql: Sql,
  page: { readonly tenantId: string; readonly limit: number; readonly after: string | undefined },
): Promise<readonly Sale[]> => {
  const values = [page.tenantId, page.after ?? null, page.limit + 1];
  const { rows } = await sql.query<{ state: unknown }>(LIST_SALES, values);
  return rows.map(({ state }) => fromJson<Sale>(state));
};
