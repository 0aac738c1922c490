/**
 * Auctions that end within `$1` ms and whose watchers have not been told; at most `$2`. Replicas
 * pass by each other's.
 */
export const CLAIM_ENDING_AUCTIONS = `
UPDATE auction
   SET ending_soon_at = clock_timestamp()
 WHERE (tenant_id, auction_id) IN (
         SELECT tenant_id, auction_id
           FROM auction
          WHERE status = 'open' AND ending_soon_at IS NULL
            AND ends_at > clock_timestamp()
            AND ends_at <= clock_timestamp() + $1 * interval '1 millisecond'
          ORDER BY auction_id, tenant_id
          LIMIT $2
            FOR UPDATE SKIP LOCKED)
RETURNING tenant_id, auction_id, sale_id, title, ends_at,
          floor(extract(epoch FROM ending_soon_at) * 1000)::bigint AS now_ms`;
