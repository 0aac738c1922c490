/**
 * What could disagree in the ledger's tables. Each statement reads one snapshot and is bounded: by
 * the number of accounts that `$1` names, or by the newest transfers.
 */

/** The next accounts of a walk: `$1` the last one seen, `$2` how many. */
export const NEXT_ACCOUNTS = `
SELECT id FROM account
 WHERE id > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
 ORDER BY id LIMIT $2`;

/** Over all accounts: one pass over a narrow table, the only statement here that grows with it. */
export const UNEQUAL_SIDES = `
SELECT tenant_id || ' ' || asset AS subject, 'debits and credits differ' AS detail
  FROM account
 GROUP BY tenant_id, asset
HAVING sum(debits_posted) <> sum(credits_posted)
 LIMIT 100`;

/**
 * A balance is the sum of its entries if it is what the last entry says, entries are numbered
 * without gaps, and each entry adds its amount to the one before. The last ones are looked at;
 * older ones were, when they were the last, and are immutable.
 */
export const BROKEN_HISTORIES = `
SELECT a.id AS subject, 'the balance is not what the entries come to' AS detail,
       a.last_posted_at AS since
  FROM account a
 CROSS JOIN LATERAL (
   SELECT coalesce(max(e.seq), 0) AS last,
          coalesce((array_agg(e.posted_after ORDER BY e.seq DESC))[1], 0) AS balance,
          coalesce(bool_and(e.fits), true) AS fits
     FROM (
       SELECT seq, posted_after,
              CASE WHEN seq = 1 THEN posted_after = change
                   WHEN lag(seq) OVER w IS NULL THEN true
                   ELSE lag(seq) OVER w = seq - 1
                        AND lag(posted_after) OVER w + change = posted_after END AS fits
         FROM (SELECT seq, posted_after,
                      CASE WHEN side = a.normal_side THEN amount ELSE -amount END AS change
                 FROM entry WHERE account_id = a.id ORDER BY seq DESC LIMIT 50) recent
       WINDOW w AS (ORDER BY seq)) e) history
 WHERE a.id = ANY ($1::uuid[])
   AND (NOT history.fits
        OR (history.last, history.balance) IS DISTINCT FROM (
             a.entry_count,
             CASE a.normal_side WHEN 'credit' THEN a.credits_posted - a.debits_posted
                                ELSE a.debits_posted - a.credits_posted END))`;

/** Open holds are what the account's pending debits reserve, and each adds up. */
export const BROKEN_HOLDS = `
SELECT a.id AS subject, 'open holds are not what the account reserves' AS detail
  FROM account a
 CROSS JOIN LATERAL (
   SELECT coalesce(sum(h.remaining), 0) AS held,
          coalesce(bool_and(h.amount = h.remaining + h.captured + h.released), true) AS adds_up
     FROM hold h WHERE h.account_id = a.id) holds
 WHERE a.id = ANY ($1::uuid[])
   AND (holds.held <> a.debits_pending OR NOT holds.adds_up)`;

export const BELOW_FLOOR = `
SELECT a.id AS subject, 'less is available than the account may have' AS detail
  FROM account a
 WHERE a.id = ANY ($1::uuid[])
   AND CASE a.normal_side
         WHEN 'credit' THEN a.credits_posted - a.debits_posted - a.debits_pending
         ELSE a.debits_posted - a.credits_posted - a.credits_pending
       END < a.min_available`;

/** Escrow is a clearing account: what a sale has put there is paid out or given back. */
export const FORGOTTEN_ESCROW = `
SELECT a.id AS subject, 'escrow that has not moved for 90 days' AS detail,
       a.last_posted_at AS since
  FROM account a
 WHERE a.id = ANY ($1::uuid[])
   AND a.class = 'escrow' AND a.credits_posted <> a.debits_posted
   AND a.last_posted_at < clock_timestamp() - interval '90 days'`;

/** Of the newest transfers: one debit and one credit of the amount, on the accounts named. */
export const ONE_SIDED_TRANSFERS = `
SELECT t.id AS subject, 'its entries are not one debit and one credit' AS detail,
       t.posted_at AS since
  FROM (SELECT * FROM transfer ORDER BY seq DESC LIMIT 500) t
 CROSS JOIN LATERAL (
   SELECT count(*) AS entries,
          count(*) FILTER (
            WHERE e.amount = t.amount
              AND e.account_id = CASE e.side WHEN 'debit' THEN t.debit_account_id
                                             ELSE t.credit_account_id END) AS fitting
     FROM entry e WHERE e.transfer_id = t.id) sides
 WHERE (sides.entries, sides.fitting) <> (2, 2)`;
