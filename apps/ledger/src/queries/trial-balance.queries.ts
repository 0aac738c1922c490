import { assetSchema, timestampSchema } from '@outcry/contracts';
import { defined, toTimestamp } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { z } from 'zod';

const sums = {
  accounts: z.number().int(),
  debits: z.string(),
  credits: z.string(),
  held: z.string().describe('what open holds reserve'),
};

export const trialBalanceView = z.object({
  asOf: timestampSchema,
  balanced: z.boolean().describe('Σ debits = Σ credits, in every asset'),
  assets: z.array(
    z.object({
      asset: assetSchema,
      balanced: z.boolean(),
      ...sums,
      classes: z.array(
        z.object({
          class: z.string(),
          normalSide: z.enum(['debit', 'credit']),
          balance: z.string().describe('on the normal side'),
          ...sums,
        }),
      ),
    }),
  ),
});
export type TrialBalanceView = z.infer<typeof trialBalanceView>;

type Row = {
  asset: string;
  class: string;
  normal_side: 'debit' | 'credit';
  accounts: string;
  debits: string;
  credits: string;
  held: string;
  as_of: Date;
};
type EmptyRow = { asset: null; as_of: Date };

/** One row without an asset when there is no account yet. */
const SUM_BY_CLASS = `
SELECT clock.as_of, sums.*
  FROM (SELECT clock_timestamp() AS as_of) AS clock
  LEFT JOIN (
    SELECT asset, class, normal_side, count(*) AS accounts, sum(debits_posted) AS debits,
           sum(credits_posted) AS credits, sum(debits_pending + credits_pending) AS held
      FROM account
     WHERE tenant_id = $1
     GROUP BY asset, class, normal_side) AS sums ON true
 ORDER BY sums.asset, sums.class`;

const classOf = (row: Row) => {
  const debits = BigInt(row.debits);
  const credits = BigInt(row.credits);
  const balance = row.normal_side === 'debit' ? debits - credits : credits - debits;
  return {
    class: row.class,
    normalSide: row.normal_side,
    balance: balance.toString(),
    accounts: Number(row.accounts),
    debits: row.debits,
    credits: row.credits,
    held: row.held,
  };
};

const assetOf = (asset: string, rows: readonly Row[]) => {
  const total = (pick: (row: Row) => string) =>
    rows.reduce((sum, row) => sum + BigInt(pick(row)), 0n);
  const debits = total((row) => row.debits);
  const credits = total((row) => row.credits);
  return {
    asset,
    balanced: debits === credits,
    accounts: rows.reduce((sum, row) => sum + Number(row.accounts), 0),
    debits: debits.toString(),
    credits: credits.toString(),
    held: total((row) => row.held).toString(),
    classes: rows.map(classOf),
  };
};

/** One statement and thereby one snapshot: a transfer is in it on both sides or on none. */
export const readTrialBalance = async (sql: Sql, tenantId: string): Promise<TrialBalanceView> => {
  const { rows } = await sql.query<Row | EmptyRow>(SUM_BY_CLASS, [tenantId]);
  const summed = rows.filter((row): row is Row => row.asset !== null);
  const byAsset = Map.groupBy(summed, ({ asset }) => asset);
  const assets = [...byAsset].map(([asset, ofAsset]) => assetOf(asset, ofAsset));
  return {
    asOf: toTimestamp(defined(rows[0], 'the clock gave no row').as_of.getTime()),
    balanced: assets.every(({ balanced }) => balanced),
    assets,
  };
};
