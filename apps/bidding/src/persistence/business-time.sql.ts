import { prepare } from '@outcry/messaging';

/**
 * The business time of tenants, read in a statement after the row locks.
 * `$1` tenants; one row each, in whole milliseconds.
 */
export const BUSINESS_TIME = prepare(
  'business_time',
  `
SELECT tenant_id, floor(extract(epoch FROM clock.now(tenant_id)) * 1000)::bigint AS now_ms
  FROM unnest($1::text[]) AS t (tenant_id)`,
);
