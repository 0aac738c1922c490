/** `$1` JSON array of entries, in order of settlement and number. */
export const APPEND_SETTLEMENT_ENTRIES = `
INSERT INTO settlement_journal (settlement_id, entry, event)
SELECT k.settlement_id, k.entry, k.event
  FROM json_to_recordset($1::json) AS k (settlement_id uuid, entry int, event jsonb)`;
