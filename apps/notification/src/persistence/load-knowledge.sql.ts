/** Auctions by `$1` tenants and `$2` ids, locked in the order of their ids. */
export const LOCK_AUCTIONS = `
SELECT a.tenant_id, a.auction_id, a.sale_id, a.seller_id, a.title, a.status, a.leader, a.ends_at,
       a.sequence, a.result_sequence
  FROM auction a
  JOIN unnest($1::text[], $2::uuid[]) AS k (tenant_id, auction_id)
    ON a.tenant_id = k.tenant_id AND a.auction_id = k.auction_id
 ORDER BY a.auction_id, a.tenant_id
   FOR UPDATE OF a`;

/** Who bids under the numbers: `$1` tenants, `$2` sales, `$3` numbers. */
export const READ_PADDLES = `
SELECT p.tenant_id, p.sale_id, p.number, p.bidder_id
  FROM paddle p
  JOIN unnest($1::text[], $2::uuid[], $3::text[]) AS k (tenant_id, sale_id, number)
    ON p.tenant_id = k.tenant_id AND p.sale_id = k.sale_id AND p.number = k.number`;

/** All who have bid in the auctions, and under which name: `$1` tenants, `$2` auctions. */
export const READ_BIDDERS = `
SELECT b.tenant_id, b.auction_id, b.number
  FROM auction_bidder b
  JOIN unnest($1::text[], $2::uuid[]) AS k (tenant_id, auction_id)
    ON b.tenant_id = k.tenant_id AND b.auction_id = k.auction_id`;

/** Who watches the auctions: `$1` tenants, `$2` auctions. */
export const READ_WATCHERS = `
SELECT w.tenant_id, w.auction_id, w.watcher_id
  FROM watch w
  JOIN unnest($1::text[], $2::uuid[]) AS k (tenant_id, auction_id)
    ON w.tenant_id = k.tenant_id AND w.auction_id = k.auction_id`;
