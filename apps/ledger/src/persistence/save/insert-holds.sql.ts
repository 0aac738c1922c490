/** A row missing from the count was placed by another transaction meanwhile. */
export const INSERT_HOLDS = `
INSERT INTO hold (tenant_id, id, account_id, account, asset, amount, remaining, captured, released,
                  status, expires_at, reference_type, reference_id, version, placed_at)
SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::numeric[],
                     $7::numeric[], $8::numeric[], $9::numeric[], $10::text[], $11::timestamptz[],
                     $12::text[], $13::text[], $14::bigint[], $15::timestamptz[])
       AS k (tenant_id, id)
 ORDER BY k.tenant_id COLLATE "C", k.id
    ON CONFLICT DO NOTHING`;
