import { accountAddressSchema, idSchema, moneySchema, timestampSchema } from '@outcry/contracts';
import { toTimestamp } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { z } from 'zod';

export const transferChainView = z.object({
  id: idSchema.describe('the client id of the chain'),
  postedAt: timestampSchema,
  reference: z.object({ type: z.string(), id: z.string() }),
  transfers: z.array(
    z.object({
      transferId: idSchema,
      debitAccount: accountAddressSchema,
      creditAccount: accountAddressSchema,
      amount: moneySchema,
      code: z.string(),
      holdId: idSchema.nullable(),
    }),
  ),
});
export type TransferChainView = z.infer<typeof transferChainView>;

type Row = {
  id: string;
  chain_id: string;
  debit_account: string;
  credit_account: string;
  amount: string;
  asset: string;
  code: string;
  hold_id: string | null;
  reference_type: string;
  reference_id: string;
  posted_at: Date;
};

const FIND_CHAIN = `
SELECT t.id, t.chain_id, d.address AS debit_account, c.address AS credit_account, t.amount,
       t.asset, t.code, t.hold_id, t.reference_type, t.reference_id, t.posted_at
  FROM transfer t
  JOIN account d ON d.id = t.debit_account_id
  JOIN account c ON c.id = t.credit_account_id
 WHERE t.tenant_id = $1
   AND t.chain_id = coalesce(
         (SELECT chain_id FROM transfer WHERE tenant_id = $1 AND id = $2), $2)
   AND ($3::text IS NULL OR $3 IN (d.address, c.address))
 ORDER BY t.chain_index`;

/**
 * The chain that was posted under a client id, or that contains the transfer with this id.
 *
 * @param owned null, or the only address whose transfers the caller may see
 */
export const findTransferChain = async (
  sql: Sql,
  tenantId: string,
  id: string,
  owned: string | null,
): Promise<TransferChainView | undefined> => {
  const { rows } = await sql.query<Row>(FIND_CHAIN, [tenantId, id, owned]);
  const [first] = rows;
  if (first === undefined) return undefined;
  return {
    id: first.chain_id,
    postedAt: toTimestamp(first.posted_at.getTime()),
    reference: { type: first.reference_type, id: first.reference_id },
    transfers: rows.map((row) => ({
      transferId: row.id,
      debitAccount: row.debit_account,
      creditAccount: row.credit_account,
      amount: { amount: row.amount, asset: row.asset },
      code: row.code,
      holdId: row.hold_id,
    })),
  };
};
