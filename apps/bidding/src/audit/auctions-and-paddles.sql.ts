/** The next rows of a walk: `$1` the last one seen, `$2` how many. */
const next = (table: string, id: string): string => `
SELECT ${id} AS id FROM ${table}
 WHERE ${id} > coalesce($1::uuid, '00000000-0000-0000-0000-000000000000')
 ORDER BY ${id} LIMIT $2`;

export const NEXT_AUCTIONS = next('auction', 'auction_id');
export const NEXT_PADDLES = next('paddle', 'paddle_id');

/** An auction that is over was closed once, any other never; its journal has every number. */
export const CLOSED_TWICE = `
SELECT a.auction_id AS subject, 'its journal does not close it exactly once' AS detail
  FROM auction a
 CROSS JOIN LATERAL (
   SELECT count(*) AS entries,
          count(*) FILTER (
            WHERE event->>'type' IN ('auction_sold', 'auction_unsold', 'auction_cancelled')
          ) AS closings
     FROM auction_journal j WHERE j.auction_id = a.auction_id) journal
 WHERE a.auction_id = ANY ($1::uuid[])
   AND (journal.entries, journal.closings) <> (
         a.version, (a.status IN ('sold', 'unsold', 'cancelled'))::int)`;

/** What a live paddle has committed, and whether its limit covers that. */
export const OVEREXPOSED = `
SELECT p.paddle_id AS subject, 'its exposure is not its commitments, or above its limit' AS detail
  FROM paddle p
 CROSS JOIN LATERAL (
   SELECT coalesce(sum(c.cost), 0) AS cost FROM paddle_commitment c
    WHERE c.paddle_id = p.paddle_id) committed
 WHERE p.paddle_id = ANY ($1::uuid[])
   AND (p.exposure <> committed.cost OR (p.status = 'live' AND p.exposure > p.spending_limit))`;

/** A settlement in force belongs to a sold auction; `$1` auctions. */
export const UNSETTLED_SALES = `
SELECT a.auction_id AS subject, 'sold without a settlement, or settled without a sale' AS detail
  FROM auction a
 WHERE a.auction_id = ANY ($1::uuid[])
   AND (a.status = 'sold') <> EXISTS (
     SELECT FROM settlement s WHERE s.auction_id = a.auction_id AND s.status <> 'defaulted')`;
