import { toTimestamp } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';

export type Watcher = { readonly tenantId: string; readonly watcherId: string };
export type WatchView = { readonly auctionId: string; readonly watchedAt: string };

/** `$1` tenant, `$2` watcher, `$3` auction; nothing when the auction is not known. */
const WATCH = `
INSERT INTO watch (tenant_id, watcher_id, auction_id)
SELECT $1, $2, a.auction_id FROM auction a WHERE a.tenant_id = $1 AND a.auction_id = $3
    ON CONFLICT (tenant_id, watcher_id, auction_id) DO UPDATE SET watched_at = watch.watched_at
RETURNING auction_id`;

const UNWATCH = `
DELETE FROM watch WHERE tenant_id = $1 AND watcher_id = $2 AND auction_id = $3`;

/** `$3` beyond this auction, `$4` how many. */
const LIST_WATCHES = `
SELECT auction_id, watched_at
  FROM watch
 WHERE tenant_id = $1 AND watcher_id = $2 AND auction_id > $3
 ORDER BY auction_id
 LIMIT $4`;

/** False when there is no such auction. */
export const watch = async (
  sql: Sql,
  { tenantId, watcherId }: Watcher,
  auctionId: string,
): Promise<boolean> => (await sql.query(WATCH, [tenantId, watcherId, auctionId])).rowCount > 0;

export const unwatch = async (
  sql: Sql,
  { tenantId, watcherId }: Watcher,
  auctionId: string,
): Promise<void> => {
  await sql.query(UNWATCH, [tenantId, watcherId, auctionId]);
};

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

export const listWatches = async (
  sql: Sql,
  { tenantId, watcherId }: Watcher,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<WatchView[]> => {
  const { rows } = await sql.query<{ auction_id: string; watched_at: Date }>(LIST_WATCHES, [
    tenantId,
    watcherId,
    page.after ?? BEFORE_ALL,
    page.limit,
  ]);
  return rows.map((row) => ({
    auctionId: row.auction_id,
    watchedAt: toTimestamp(row.watched_at.getTime()),
  }));
};
