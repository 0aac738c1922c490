/**
 * What business time has reached and nobody has decided; the sweepers look every second at the
 * latest. Bounded by the indexes that serve them.
 */
const LATEST_CLOCK = `(SELECT greatest(clock_timestamp(), max(set_to)) FROM clock.set_clock)`;

export const UNOPENED = `
SELECT auction_id AS subject, 'scheduled, and past its opening' AS detail
  FROM auction
 WHERE status = 'scheduled' AND opens_at <= ${LATEST_CLOCK} AND opens_at <= clock.now(tenant_id)
 ORDER BY opens_at LIMIT 100`;

export const UNCLOSED = `
SELECT auction_id AS subject, 'open, and past its end' AS detail
  FROM auction
 WHERE status = 'open' AND ends_at <= ${LATEST_CLOCK} AND ends_at <= clock.now(tenant_id)
 ORDER BY ends_at LIMIT 100`;

export const OVERDUE_SETTLEMENTS = `
SELECT settlement_id AS subject, status || ', and past its deadline' AS detail
  FROM settlement
 WHERE due_at IS NOT NULL AND due_at <= ${LATEST_CLOCK} AND due_at <= clock.now(tenant_id)
 ORDER BY due_at LIMIT 100`;

/** Sent again after 5, 10 and then every 20 s: five sends without an answer are over a minute. */
export const UNANSWERED = `
SELECT id AS subject, kind || ': the ledger has not answered ' || sends || ' sends' AS detail
  FROM (SELECT paddle_id AS id, 'paddle' AS kind, sends FROM paddle
         WHERE resend_at IS NOT NULL AND command_id IS NOT NULL AND sends >= 4
        UNION ALL
        SELECT settlement_id, 'settlement', sends FROM settlement
         WHERE resend_at IS NOT NULL AND command_id IS NOT NULL AND sends >= 4) waiting
 LIMIT 100`;
