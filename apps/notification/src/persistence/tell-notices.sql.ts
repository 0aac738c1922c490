/** Makes room in inboxes and locks them: `$1` tenants, `$2` recipients, `$3` how many each. */
export const ADVANCE_HEADS = `
INSERT INTO inbox_head AS h (tenant_id, recipient_id, last_position)
SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])
    ON CONFLICT (tenant_id, recipient_id) DO UPDATE
   SET last_position = h.last_position + excluded.last_position
RETURNING h.tenant_id, h.recipient_id, h.last_position`;

/**
 * Unread ones that newer ones replace: `$1` tenants, `$2` recipients, `$3` auctions; `$4` events
 * and `$5` kinds of the newer ones, which stay where they have been told before.
 */
export const SUPERSEDE_CORNERS = `
UPDATE notification n
   SET superseded_at = clock_timestamp()
  FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[], $5::text[])
       AS k (tenant_id, recipient_id, auction_id, event_id, kind)
 WHERE n.tenant_id = k.tenant_id AND n.recipient_id = k.recipient_id
   AND n.auction_id = k.auction_id AND (n.event_id, n.kind) <> (k.event_id, k.kind)
   AND n.read_at IS NULL AND n.superseded_at IS NULL`;

/** `$1`…`$9` columns of notifications; what was told before is not told again. */
export const INSERT_NOTIFICATIONS = `
INSERT INTO notification (id, tenant_id, recipient_id, position, auction_id, sale_id, kind, event_id,
                          details)
SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::uuid[], $6::uuid[],
                     $7::text[], $8::uuid[], $9::jsonb[])
    ON CONFLICT ON CONSTRAINT notification_once DO NOTHING
RETURNING id`;
