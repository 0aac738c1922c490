/**
 * Locks the named accounts in the order of their ids, the global order, and returns those that
 * exist. `$1` tenants, `$2` addresses, `$3` assets, of equal length.
 */
export const LOCK_ACCOUNTS = `
SELECT a.id, a.tenant_id, a.address, a.asset, a.class, a.normal_side,
       a.debits_posted, a.credits_posted, a.debits_pending, a.credits_pending,
       a.min_available, a.version, a.entry_count, a.last_posted_at
  FROM account a
  JOIN (SELECT DISTINCT tenant_id, address, asset
          FROM unnest($1::text[], $2::text[], $3::text[]) AS named (tenant_id, address, asset)) AS k
    ON a.tenant_id = k.tenant_id AND a.address = k.address AND a.asset = k.asset
 ORDER BY a.id
   FOR NO KEY UPDATE OF a`;
