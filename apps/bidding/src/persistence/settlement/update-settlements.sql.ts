/**
 * Stores changed settlements; their rows are locked. `$1` JSON array of records, `$2` milliseconds
 * until an unanswered command is sent again or a refused one asked for again.
 */
export const UPDATE_SETTLEMENTS = `
UPDATE settlement s
   SET status = k.status, due_at = k.due_at, version = k.version, state = k.state,
       last_decided_at = k.decided_at, command_id = k.command_id,
       sends = CASE WHEN k.command_id IS NULL AND NOT k.ask_again THEN 0
                    WHEN k.command_id = s.command_id OR k.ask_again THEN s.sends ELSE 1 END,
       resend_at = CASE WHEN k.command_id IS NULL AND NOT k.ask_again THEN NULL
                        WHEN k.command_id = s.command_id THEN s.resend_at
                        ELSE clock_timestamp() + $2::int * interval '1 millisecond' END
  FROM json_to_recordset($1::json) AS k (settlement_id uuid, status text, due_at timestamptz,
       version_before int, version int, decided_at timestamptz, state jsonb, command_id uuid,
       ask_again boolean)
 WHERE s.settlement_id = k.settlement_id AND s.version = k.version_before`;
