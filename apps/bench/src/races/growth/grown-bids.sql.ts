import type { Sql } from '@outcry/messaging';

const BIDS_OF_AUCTION = 1_000;
const BIDDERS = 64;

/** Bids of `$1` auctions that are over: each as long as a journal's entry of a bid is. */
const GROW_JOURNAL = `
INSERT INTO auction_journal (auction_id, entry, bidder_id, event)
SELECT auction_id, entry, bidder_id, event
  FROM (SELECT (lpad(to_hex(1700000000000 + n), 12, '0') || '7000'
                 || '8' || substr(md5('auction ' || n), 1, 15))::uuid AS auction_id
          FROM generate_series(0, $1::bigint - 1) AS n) AS auctions,
       generate_series(1, ${BIDS_OF_AUCTION}) AS entry,
       LATERAL (SELECT entry % ${BIDDERS} AS bidder) AS who
  JOIN (SELECT n AS bidder, 'bidder-' || n AS bidder_id,
               jsonb_build_object(
                 'type', 'bid_placed', 'at', '2026-01-01T10:00:00.000Z', 'extended', false,
                 'price', jsonb_build_object('amount', '100000', 'asset', 'USD/2'),
                 'bid', jsonb_build_object(
                   'bidId', md5('bid ' || n)::uuid, 'bidderId', 'bidder-' || n, 'paddle', n::text,
                   'maximum', jsonb_build_object('amount', '100000', 'asset', 'USD/2'))) AS event
          FROM generate_series(0, ${BIDDERS} - 1) AS n) AS bidders USING (bidder)`;

/** `$1` answers that are kept for who asks again, of the last days. */
const GROW_KEYS = `
INSERT INTO idempotency_key (scope, key, body_hash, status, headers, body, created_at)
SELECT encode(sha256(('scope ' || n / 1000)::bytea), 'base64'), md5('key ' || n)::uuid::text,
       encode(sha256(n::text::bytea), 'base64'), 201, '{}', repeat('x', 300),
       clock_timestamp() - make_interval(secs => 600000.0 * ($1::bigint - n) / $1::bigint)
  FROM generate_series(0, $1::bigint - 1) AS n`;

/** Of the keys only those of a week are kept, a tenth of the bids here. */
const KEYS_SHARE = 0.1;

export const growBids = async (sql: Sql, rows: number): Promise<void> => {
  await sql.query(GROW_JOURNAL, [Math.ceil(rows / BIDS_OF_AUCTION)]);
  await sql.query(GROW_KEYS, [Math.round(rows * KEYS_SHARE)]);
};
