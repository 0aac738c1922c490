import { createHash } from 'node:crypto';
import type { IdGenerator } from '@outcry/kernel';
import type { Database, Outbox, Sql } from '@outcry/messaging';
import type { Notice } from '../domain/notice';
import type { InboxWakeUps } from '../live/inbox-wake-ups';
import { READ_WATCHERS } from '../persistence/load-knowledge.sql';
import { tellNotices, type DeliveredNotice } from '../persistence/tell-notices';
import { deliveredMessages } from '../publishing/notification-delivered.publisher';
import { CLAIM_ENDING_AUCTIONS } from './ending-soon.sql';

export type EndingSoonDeps = {
  readonly database: Database;
  readonly outbox: Pick<Outbox, 'append' | 'wake'>;
  readonly ids: IdGenerator;
  readonly wakeUps: InboxWakeUps;
};

/** How long before the end watchers are told. */
const BEFORE_END_MS = 5 * 60_000;
const MAX_AUCTIONS = 50;

type AuctionRow = {
  tenant_id: string;
  auction_id: string;
  sale_id: string;
  title: string | null;
  ends_at: Date;
  now_ms: string;
};
type WatcherRow = { tenant_id: string; auction_id: string; watcher_id: string };

/** No event says that an end is near: its id is derived, one for each auction (RFC 9562 §5.8). */
const eventIdOf = ({ tenant_id, auction_id }: AuctionRow): string => {
  const hash = createHash('sha256').update(`ending_soon ${tenant_id} ${auction_id}`).digest('hex');
  const variant = ((parseInt(hash.slice(16, 17), 16) & 3) | 8).toString(16);
  const [a, b, c] = [hash.slice(0, 8), hash.slice(8, 12), hash.slice(13, 16)];
  return `${a}-${b}-8${c}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
};

const noticesOf = (auctions: readonly AuctionRow[], watchers: readonly WatcherRow[]): Notice[] => {
  const byKey = new Map(auctions.map((row) => [`${row.tenant_id} ${row.auction_id}`, row]));
  return watchers.flatMap(({ tenant_id, auction_id, watcher_id }) => {
    const row = byKey.get(`${tenant_id} ${auction_id}`);
    if (row === undefined) return [];
    return [
      {
        tenantId: tenant_id,
        recipientId: watcher_id,
        auctionId: auction_id,
        saleId: row.sale_id,
        kind: 'ending_soon' as const,
        eventId: eventIdOf(row),
        occurredAtMs: Number(row.now_ms),
        details: { title: row.title, price: null, endsAtMs: row.ends_at.getTime() },
      },
    ];
  });
};

const tell = async (sql: Sql, deps: EndingSoonDeps): Promise<readonly DeliveredNotice[]> => {
  const { rows: auctions } = await sql.query<AuctionRow>(CLAIM_ENDING_AUCTIONS, [
    BEFORE_END_MS,
    MAX_AUCTIONS,
  ]);
  if (auctions.length === 0) return [];
  const tenants = auctions.map(({ tenant_id }) => tenant_id);
  const ids = auctions.map(({ auction_id }) => auction_id);
  const { rows: watchers } = await sql.query<WatcherRow>(READ_WATCHERS, [tenants, ids]);
  const notices = noticesOf(auctions, watchers);
  const delivered = await tellNotices(sql, { notices, replaced: notices }, deps.ids);
  if (delivered.length > 0) await deps.outbox.append(sql, deliveredMessages(delivered));
  return delivered;
};

/**
 * Tells the watchers of auctions that end soon, each once. It goes by real time, so an auction in a
 * tenant whose clock is set is told of only if its end happens to be near.
 */
export const tellEndingSoon =
  (deps: EndingSoonDeps) =>
  async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      const delivered = await deps.database.transact((sql) => tell(sql, deps));
      if (delivered.length === 0 || signal.aborted) return;
      deps.outbox.wake();
      deps.wakeUps.afterCommit(delivered);
    }
  };
