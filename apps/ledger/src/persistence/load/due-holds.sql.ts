/** Holds whose time has run out, earliest first. `$1` how many. */
export const DUE_HOLDS = `
SELECT tenant_id, id
  FROM hold
 WHERE status = 'open' AND expires_at <= clock_timestamp()
 ORDER BY expires_at, id
 LIMIT $1`;
