import { prepareByIndex } from '@outcry/messaging';

const COLUMNS = `a.auction_id, a.tenant_id, a.sale_id, a.seller_id, a.version, a.last_decided_at,
       a.terms, a.state`;

/** Locks auctions in the global order. `$1` tenants, `$2` auction ids, of equal length. */
export const LOCK_AUCTIONS = `
SELECT ${COLUMNS}
  FROM auction a
  JOIN unnest($1::text[], $2::uuid[]) AS k (tenant_id, auction_id)
    ON a.tenant_id = k.tenant_id AND a.auction_id = k.auction_id
 ORDER BY a.auction_id
   FOR UPDATE OF a`;

/** Locks the auction that is bid on. `$1` tenant, `$2` auction id. */
export const LOCK_AUCTION = prepareByIndex(
  'auction_lock',
  `
SELECT ${COLUMNS}
  FROM auction a
 WHERE a.auction_id = $2 AND a.tenant_id = $1
   FOR UPDATE OF a`,
);
