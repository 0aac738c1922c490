import { sqlInvariant, type Invariant } from '@outcry/messaging';

/** Of the newest notifications; a position beyond the head would be given a second time. */
const BEYOND_HEAD = `
SELECT n.id AS subject, 'its position is beyond the head of its inbox' AS detail,
       n.created_at AS since
  FROM (SELECT * FROM notification ORDER BY created_at DESC LIMIT 500) n
  LEFT JOIN inbox_head h USING (tenant_id, recipient_id)
 WHERE n.position > coalesce(h.last_position, 0)
 LIMIT 100`;

/** A paddle is registered before it bids, so its event is late by minutes, or lost. */
const WAITS_FOR_PADDLE = `
SELECT w.sale_id || ' ' || w.number AS subject, 'notices wait for the paddle''s event' AS detail,
       min(w.waits_since) AS since
  FROM waiting_notice w
 WHERE w.waits_since < clock_timestamp() - interval '15 minutes'
 GROUP BY w.sale_id, w.number
 LIMIT 100`;

/** What the notification service promises, looked after while it runs. */
export const notificationInvariants = (): readonly Invariant[] => [
  sqlInvariant({ name: 'inbox_positions_tile', runbook: 'inbox-inconsistent' }, BEYOND_HEAD),
  sqlInvariant({ name: 'paddles_are_heard_of', runbook: 'paddle-not-heard-of' }, WAITS_FOR_PADDLE),
];
