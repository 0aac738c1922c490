/**
 * Stores settlements that began. `$1` JSON array of records, in order of id, `$2` milliseconds
 * until an unanswered command is sent again.
 */
export const INSERT_SETTLEMENTS = `
INSERT INTO settlement (settlement_id, tenant_id, auction_id, seller_id, buyer_id, paddle_id,
                        status, due_at, version, last_decided_at, state, command_id, sends,
                        resend_at)
SELECT k.settlement_id, k.tenant_id, k.auction_id, k.seller_id, k.buyer_id, k.paddle_id, k.status,
       k.due_at, k.version, k.decided_at, k.state, k.command_id, 1,
       clock_timestamp() + $2::int * interval '1 millisecond'
  FROM json_to_recordset($1::json) AS k (settlement_id uuid, tenant_id text, auction_id uuid,
       seller_id text, buyer_id text, paddle_id uuid, status text, due_at timestamptz, version int,
       decided_at timestamptz, state jsonb, command_id uuid)`;
