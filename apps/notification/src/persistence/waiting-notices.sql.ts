/** `$1`…`$9` columns of notices that wait for their paddle. */
export const KEEP_WAITING = `
INSERT INTO waiting_notice (tenant_id, sale_id, number, auction_id, event_id, kind, sequence,
                            occurred_at, details)
SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[],
                     $7::bigint[], $8::timestamptz[], $9::jsonb[])
    ON CONFLICT DO NOTHING`;

/** Of paddles that lead again: `$1` tenants, `$2` sales, `$3` numbers, `$4` auctions. */
export const DROP_WAITING_OUTBID = `
DELETE FROM waiting_notice w
 USING unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[])
       AS k (tenant_id, sale_id, number, auction_id)
 WHERE w.tenant_id = k.tenant_id AND w.sale_id = k.sale_id AND w.number = k.number
   AND w.auction_id = k.auction_id AND w.kind = 'outbid'`;

/** Auctions in which notices wait for paddles that have been heard of by now: at most `$1`. */
export const DUE_AUCTIONS = `
SELECT DISTINCT w.tenant_id, w.auction_id
  FROM waiting_notice w
  JOIN paddle p USING (tenant_id, sale_id, number)
 LIMIT $1`;

/** Takes what is due in locked auctions: `$1` tenants, `$2` auctions. */
export const TAKE_DUE = `
DELETE FROM waiting_notice w
 USING unnest($1::text[], $2::uuid[]) AS k (tenant_id, auction_id), paddle p
 WHERE w.tenant_id = k.tenant_id AND w.auction_id = k.auction_id
   AND p.tenant_id = w.tenant_id AND p.sale_id = w.sale_id AND p.number = w.number
RETURNING w.tenant_id, w.sale_id, w.number, w.auction_id, w.event_id, w.kind, w.sequence,
          w.occurred_at, w.details, p.bidder_id`;
