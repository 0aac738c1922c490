/**
 * Locks paddles in the global order: those named by id, and those of bidders of a sale.
 * `$1` paddle ids; `$2` tenants, `$3` sale ids, `$4` bidders, of equal length.
 */
export const LOCK_PADDLES = `
SELECT p.paddle_id, p.tenant_id, p.version, p.state
  FROM paddle p
 WHERE p.paddle_id IN (
   SELECT unnest($1::uuid[])
    UNION
   SELECT q.paddle_id
     FROM paddle q
     JOIN unnest($2::text[], $3::uuid[], $4::text[]) AS k (tenant_id, sale_id, bidder_id)
       ON q.tenant_id = k.tenant_id AND q.sale_id = k.sale_id AND q.bidder_id = k.bidder_id)
 ORDER BY p.paddle_id
   FOR UPDATE OF p`;
