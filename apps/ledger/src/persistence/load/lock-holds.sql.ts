/** Locks the named holds in the order of their ids. `$1` tenants, `$2` hold ids. */
export const LOCK_HOLDS = `
SELECT h.tenant_id, h.id, h.account_id, h.account, h.asset, h.amount, h.remaining, h.captured,
       h.released, h.status, h.expires_at, h.reference_type, h.reference_id, h.version, h.placed_at
  FROM hold h
  JOIN (SELECT DISTINCT tenant_id, id
          FROM unnest($1::text[], $2::uuid[]) AS named (tenant_id, id)) AS k
    ON h.tenant_id = k.tenant_id AND h.id = k.id
 ORDER BY h.id, h.tenant_id
   FOR NO KEY UPDATE OF h`;
