/**
 * What is due by its tenant's business time, oldest first; the decision is made under the lock, by
 * the same time. The first bound serves the index (a subquery, since the clock is volatile), also
 * where set clocks run ahead of the host's. `$1` how many.
 */
const LATEST_CLOCK = `(SELECT greatest(clock_timestamp(), max(set_to)) FROM clock.set_clock)`;

export const DUE_TO_OPEN = `
SELECT tenant_id, auction_id AS id FROM auction
 WHERE status = 'scheduled' AND opens_at <= ${LATEST_CLOCK} AND opens_at <= clock.now(tenant_id)
 ORDER BY opens_at LIMIT $1`;

export const DUE_TO_CLOSE = `
SELECT tenant_id, auction_id AS id FROM auction
 WHERE status = 'open' AND ends_at <= ${LATEST_CLOCK} AND ends_at <= clock.now(tenant_id)
 ORDER BY ends_at LIMIT $1`;

export const DUE_SETTLEMENTS = `
SELECT tenant_id, settlement_id AS id FROM settlement
 WHERE due_at IS NOT NULL AND due_at <= ${LATEST_CLOCK} AND due_at <= clock.now(tenant_id)
 ORDER BY due_at LIMIT $1`;

/** Refused top-ups and payouts that are to be asked for again; real time. `$1` how many. */
export const DUE_TO_ASK_AGAIN = `
SELECT tenant_id, settlement_id AS id FROM settlement
 WHERE command_id IS NULL AND resend_at <= (SELECT clock_timestamp())
 ORDER BY resend_at LIMIT $1`;

/**
 * Milliseconds until something is due by the real clock (null: nothing is awaited), and whether an
 * auction waits for its opening or end by a set clock, which may be there at once.
 */
export const NEXT_DUE = `
SELECT ceil(extract(epoch FROM least(
         (SELECT min(opens_at) FROM auction WHERE status = 'scheduled'
             AND opens_at > clock_timestamp()),
         (SELECT min(ends_at) FROM auction WHERE status = 'open' AND ends_at > clock_timestamp()),
         (SELECT min(due_at) FROM settlement WHERE due_at > clock_timestamp())
       ) - clock_timestamp()) * 1000)::float8 AS in_ms,
       EXISTS (SELECT FROM clock.set_clock JOIN auction USING (tenant_id)
                WHERE status IN ('scheduled', 'open')) AS by_set_clock`;
