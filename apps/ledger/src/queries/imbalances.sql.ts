/**
 * Every way in which the stored balances could disagree, one row each; none is the only good
 * answer. One statement and thereby one snapshot. `$1`: only accounts posted to since then are
 * compared with their histories, which costs two index probes each.
 */
export const IMBALANCES = `
SELECT 'sides' AS what, tenant_id, asset AS subject
  FROM account
 GROUP BY tenant_id, asset
HAVING sum(debits_posted) <> sum(credits_posted)
UNION ALL
SELECT 'last_entry', a.tenant_id, a.id::text
  FROM account a
  LEFT JOIN LATERAL (
    SELECT e.seq, e.posted_after FROM entry e WHERE e.account_id = a.id
     ORDER BY e.seq DESC LIMIT 1) last ON true
 WHERE a.last_posted_at >= $1
   AND (last.seq, last.posted_after) IS DISTINCT FROM (
         a.entry_count,
         CASE a.normal_side WHEN 'credit' THEN a.credits_posted - a.debits_posted
                            ELSE a.debits_posted - a.credits_posted END)
UNION ALL
SELECT 'holds', a.tenant_id, a.id::text
  FROM account a
  LEFT JOIN (SELECT account_id, sum(remaining) AS held FROM hold WHERE status = 'open'
              GROUP BY account_id) h ON h.account_id = a.id
 WHERE coalesce(h.held, 0) <> a.debits_pending`;
