/** `$1`…`$10` columns of auctions; an older view never replaces a newer one. */
export const UPSERT_AUCTIONS = `
INSERT INTO auction (tenant_id, auction_id, sale_id, seller_id, title, status, leader, ends_at,
                     sequence, result_sequence)
SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[],
                     $7::text[], $8::timestamptz[], $9::bigint[], $10::bigint[])
    ON CONFLICT (tenant_id, auction_id) DO UPDATE
   SET seller_id = excluded.seller_id, title = excluded.title, status = excluded.status,
       leader = excluded.leader, ends_at = excluded.ends_at, sequence = excluded.sequence,
       result_sequence = excluded.result_sequence
 WHERE auction.sequence <= excluded.sequence`;

/** `$1` tenants, `$2` auctions, `$3` numbers. */
export const INSERT_BIDDERS = `
INSERT INTO auction_bidder (tenant_id, auction_id, number)
SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[])
    ON CONFLICT DO NOTHING`;

/** `$1` tenants, `$2` sales, `$3` numbers, `$4` bidders. */
export const INSERT_PADDLES = `
INSERT INTO paddle (tenant_id, sale_id, number, bidder_id)
SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[])
    ON CONFLICT DO NOTHING`;

/** Unread ones of recipients who lead again: `$1` tenants, `$2` recipients, `$3` auctions. */
export const SUPERSEDE_OUTBID = `
UPDATE notification n
   SET superseded_at = clock_timestamp()
  FROM unnest($1::text[], $2::text[], $3::uuid[]) AS k (tenant_id, recipient_id, auction_id)
 WHERE n.tenant_id = k.tenant_id AND n.recipient_id = k.recipient_id
   AND n.auction_id = k.auction_id AND n.kind = 'outbid'
   AND n.read_at IS NULL AND n.superseded_at IS NULL`;

/** Of auctions that are over: `$1` tenants, `$2` auctions, `$3` kinds. */
export const SUPERSEDE_PASSED = `
UPDATE notification n
   SET superseded_at = clock_timestamp()
  FROM unnest($1::text[], $2::uuid[]) AS k (tenant_id, auction_id)
 WHERE n.tenant_id = k.tenant_id AND n.auction_id = k.auction_id
   AND n.kind = ANY ($3::text[]) AND n.read_at IS NULL AND n.superseded_at IS NULL`;
