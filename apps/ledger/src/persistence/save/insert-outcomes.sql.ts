/** A row missing from the count was decided by another transaction meanwhile. */
export const INSERT_OUTCOMES = `
INSERT INTO command_outcome (tenant_id, command_id, kind, request, answer, decided_at)
SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::jsonb[], $5::jsonb[],
                     $6::timestamptz[])
       AS k (tenant_id, command_id)
 ORDER BY k.tenant_id COLLATE "C", k.command_id
    ON CONFLICT DO NOTHING`;
