/** Opens accounts; a row missing from the count was opened by another transaction meanwhile. */
export const INSERT_ACCOUNTS = `
INSERT INTO account (id, tenant_id, address, asset, class, normal_side, debits_posted,
                     credits_posted, debits_pending, credits_pending, min_available, version,
                     entry_count, last_posted_at)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                     $7::numeric[], $8::numeric[], $9::numeric[], $10::numeric[], $11::numeric[],
                     $12::bigint[], $13::bigint[], $14::timestamptz[])
       AS k (id, tenant_id, address, asset)
 ORDER BY k.tenant_id COLLATE "C", k.address COLLATE "C", k.asset COLLATE "C"
    ON CONFLICT DO NOTHING`;
