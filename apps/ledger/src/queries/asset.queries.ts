import { assetSchema } from '@outcry/contracts';
import type { Sql } from '@outcry/messaging';
import { z } from 'zod';

export const assetView = z.object({
  asset: assetSchema,
  code: z.string(),
  exponent: z.number().int(),
  standard: z.boolean().describe('known to every tenant'),
});
export type AssetView = z.infer<typeof assetView>;

type Row = { code: string; exponent: number; standard: boolean };

/** All assets that a tenant may use, by code; a few dozen at most. */
export const listAssets = async (sql: Sql, tenantId: string): Promise<AssetView[]> => {
  const { rows } = await sql.query<Row>(
    `SELECT code, exponent, tenant_id = '*' AS standard
       FROM asset WHERE tenant_id IN ('*', $1) ORDER BY code`,
    [tenantId],
  );
  return rows.map((row) => ({ ...row, asset: `${row.code}/${row.exponent}` }));
};
