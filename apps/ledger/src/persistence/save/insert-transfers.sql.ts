/** seq is assigned in the order given (INSERT … SELECT … ORDER BY evaluates defaults last). */
export const INSERT_TRANSFERS = `
INSERT INTO transfer (id, tenant_id, chain_id, chain_index, debit_account_id, credit_account_id,
                      amount, asset, code, hold_id, reference_type, reference_id, posted_at,
                      effective_at)
SELECT id, tenant_id, chain_id, chain_index, debit_account_id, credit_account_id, amount, asset,
       code, hold_id, reference_type, reference_id, $13::timestamptz, $13::timestamptz
  FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::smallint[], $5::uuid[], $6::uuid[],
              $7::numeric[], $8::text[], $9::text[], $10::uuid[], $11::text[], $12::text[])
       WITH ORDINALITY
       AS k (id, tenant_id, chain_id, chain_index, debit_account_id, credit_account_id, amount,
             asset, code, hold_id, reference_type, reference_id, position)
 ORDER BY position`;
