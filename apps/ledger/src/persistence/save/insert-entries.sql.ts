export const INSERT_ENTRIES = `
INSERT INTO entry (account_id, seq, tenant_id, transfer_id, side, amount, posted_after,
                   available_after, posted_at)
SELECT account_id, seq, tenant_id, transfer_id, side, amount, posted_after, available_after,
       $9::timestamptz
  FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::uuid[], $5::text[], $6::numeric[],
              $7::numeric[], $8::numeric[])
       AS k (account_id, seq, tenant_id, transfer_id, side, amount, posted_after, available_after)
 ORDER BY account_id, seq`;
