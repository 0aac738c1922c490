export const UPDATE_HOLDS = `
UPDATE hold h
   SET amount = k.amount, remaining = k.remaining, captured = k.captured, released = k.released,
       status = k.status, version = k.version
  FROM unnest($1::text[], $2::uuid[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[],
              $7::text[], $8::bigint[])
       AS k (tenant_id, id, amount, remaining, captured, released, status, version)
 WHERE h.tenant_id = k.tenant_id AND h.id = k.id`;
