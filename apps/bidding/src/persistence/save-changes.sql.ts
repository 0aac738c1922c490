import { prepareByIndex } from '@outcry/messaging';

/**
 * Stores what a decision did to auctions and paddles, in one statement; their rows are locked.
 * Each parameter is a JSON array of records: `$1` auctions, `$2` journal entries, `$3` bids that
 * became visible, `$4` paddles, `$5` commitments made, `$6` commitments freed; `$7` milliseconds
 * until an unanswered command is sent again; `$8` and `$9` the ids of the auctions and paddles.
 *
 * A version that is not the one that was read leaves its row out of the count.
 */
export const SAVE_CHANGES = prepareByIndex(
  'changes_save',
  `
WITH changed_auction AS (
  UPDATE auction a
     SET status = k.status, opens_at = k.opens_at, ends_at = k.ends_at, sequence = k.sequence,
         version = k.version, last_decided_at = k.decided_at,
         terms = coalesce(k.terms, a.terms), state = coalesce(k.state, a.state)
    FROM json_to_recordset($1::json) AS k (auction_id uuid, status text, opens_at timestamptz,
         ends_at timestamptz, sequence int, version_before int, version int,
         decided_at timestamptz, terms jsonb, state jsonb)
   WHERE a.auction_id = ANY ($8::uuid[]) AND a.auction_id = k.auction_id
     AND a.version = k.version_before
  RETURNING a.auction_id
), entries AS (
  INSERT INTO auction_journal (auction_id, entry, bidder_id, event)
  SELECT k.auction_id, k.entry, k.bidder_id, k.event
    FROM json_to_recordset($2::json)
         AS k (auction_id uuid, entry int, bidder_id text, event jsonb)
), visible AS (
  INSERT INTO bid (auction_id, sequence, place, bid_id, paddle_number, amount, automatic,
                   placed_at)
  SELECT k.auction_id, k.sequence, k.place, k.bid_id, k.number, k.amount, k.automatic, k.placed_at
    FROM json_to_recordset($3::json) AS k (auction_id uuid, sequence int, place smallint,
         bid_id uuid, number text, amount numeric, automatic boolean, placed_at timestamptz)
), changed_paddle AS (
  UPDATE paddle p
     SET status = k.status, spending_limit = k.spending_limit, held = k.held,
         exposure = k.exposure, version = k.version_before + 1, state = k.state,
         command_id = k.command_id,
         sends = CASE WHEN k.command_id IS NULL THEN 0
                      WHEN k.command_id = p.command_id THEN p.sends ELSE 1 END,
         resend_at = CASE WHEN k.command_id IS NULL THEN NULL
                          WHEN k.command_id = p.command_id THEN p.resend_at
                          ELSE clock_timestamp() + $7::int * interval '1 millisecond' END
    FROM json_to_recordset($4::json) AS k (paddle_id uuid, status text, spending_limit numeric,
         held numeric, exposure numeric, version_before int, state jsonb, command_id uuid)
   WHERE p.paddle_id = ANY ($9::uuid[]) AND p.paddle_id = k.paddle_id
     AND p.version = k.version_before
  RETURNING p.paddle_id
), made AS (
  INSERT INTO paddle_commitment (paddle_id, auction_id, cost, state)
  SELECT k.paddle_id, k.auction_id, k.cost, k.state
    FROM json_to_recordset($5::json)
         AS k (paddle_id uuid, auction_id uuid, cost numeric, state jsonb)
      ON CONFLICT (paddle_id, auction_id)
      DO UPDATE SET cost = EXCLUDED.cost, state = EXCLUDED.state
), freed AS (
  DELETE FROM paddle_commitment c
   USING json_to_recordset($6::json) AS k (paddle_id uuid, auction_id uuid)
   WHERE c.paddle_id = ANY ($9::uuid[]) AND c.paddle_id = k.paddle_id
     AND c.auction_id = k.auction_id
)
SELECT (SELECT count(*) FROM changed_auction)::int AS auctions,
       (SELECT count(*) FROM changed_paddle)::int AS paddles`,
);
