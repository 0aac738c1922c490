/** Locks settlements in the global order. `$1` settlement ids. */
export const LOCK_SETTLEMENTS = `
SELECT s.settlement_id, s.tenant_id, s.version, s.last_decided_at, s.state
  FROM settlement s
 WHERE s.settlement_id = ANY ($1::uuid[])
 ORDER BY s.settlement_id
   FOR UPDATE OF s`;
