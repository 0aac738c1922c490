/**
 * The ids of paddles named by id, and of those of bidders of a sale.
 * `$1` paddle ids; `$2` tenants, `$3` sale ids, `$4` bidders, of equal length.
 */
const WANTED = `
   SELECT unnest($1::uuid[])
    UNION
   SELECT q.paddle_id
     FROM paddle q
     JOIN unnest($2::text[], $3::uuid[], $4::text[]) AS k (tenant_id, sale_id, bidder_id)
       ON q.tenant_id = k.tenant_id AND q.sale_id = k.sale_id AND q.bidder_id = k.bidder_id`;

/** Locks the wanted paddles in the global order. */
export const LOCK_PADDLES = `
SELECT p.paddle_id, p.tenant_id, p.version, p.state
  FROM paddle p
 WHERE p.paddle_id IN (${WANTED})
 ORDER BY p.paddle_id
   FOR UPDATE OF p`;

/**
 * What the wanted paddles have committed: a statement of its own, sent behind the locks, since one
 * that waited for a lock keeps its old sight of all other rows.
 */
export const COMMITMENTS_OF_LOCKED = `
SELECT c.paddle_id, c.auction_id, c.state
  FROM paddle_commitment c
 WHERE c.paddle_id IN (${WANTED})`;
