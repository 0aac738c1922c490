/**
 * The accounts of the named holds, read before anything is locked: the relation never changes.
 * `$1` tenants, `$2` hold ids.
 */
export const HOLD_ACCOUNTS = `
SELECT h.tenant_id, h.id, h.account AS address, h.asset
  FROM hold h
  JOIN unnest($1::text[], $2::uuid[]) AS k (tenant_id, id)
    ON h.tenant_id = k.tenant_id AND h.id = k.id`;
