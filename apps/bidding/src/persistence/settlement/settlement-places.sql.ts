/** Where settlements belong, read before any lock: it never changes. `$1` settlement ids. */
export const SETTLEMENT_PLACES = `
SELECT settlement_id, tenant_id, auction_id, paddle_id
  FROM settlement
 WHERE settlement_id = ANY ($1::uuid[])`;
