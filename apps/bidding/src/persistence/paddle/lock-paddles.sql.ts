import { prepareByIndex } from '@outcry/messaging';

/**
 * The ids of the paddles of an auction's leader and of those who bid on it. It reads the auction,
 * and so is to be sent behind that one's lock. `$1` tenant, `$2` auction id, `$3` bidders.
 *
 * What is wanted is an array, here and below, and not joined: a plan that was made while a table
 * was empty then goes by the index later as well.
 */
const BIDDERS = `ARRAY (
   SELECT (a.state #>> '{standing,leader,paddleId}')::uuid
     FROM auction a
    WHERE a.auction_id = $2 AND a.tenant_id = $1
    UNION
   SELECT q.paddle_id
     FROM paddle q
    WHERE q.sale_id = (SELECT a.sale_id FROM auction a
                        WHERE a.auction_id = $2 AND a.tenant_id = $1)
      AND q.bidder_id = ANY ($3::text[]))`;

/** `$1` paddle ids. */
const GIVEN = '$1::uuid[]';

/** Locks paddles in the global order. */
const locking = (ids: string): string => `
SELECT p.paddle_id, p.tenant_id, p.version, p.state
  FROM paddle p
 WHERE p.paddle_id = ANY (${ids})
 ORDER BY p.paddle_id
   FOR UPDATE OF p`;

/**
 * What paddles have committed: a statement of its own, sent behind the locks, since one that waited
 * for a lock keeps its old sight of all other rows.
 */
const commitmentsOf = (ids: string): string => `
SELECT c.paddle_id, c.auction_id, c.state
  FROM paddle_commitment c
 WHERE c.paddle_id = ANY (${ids})`;

export const LOCK_PADDLES = { lock: locking(GIVEN), commitments: commitmentsOf(GIVEN) };
export const LOCK_BIDDERS = {
  lock: prepareByIndex('bidders_lock', locking(BIDDERS)),
  commitments: prepareByIndex('bidders_commitments', commitmentsOf(BIDDERS)),
};
