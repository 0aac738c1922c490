import { defined, type InstantMs } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { sentTogether } from '@outcry/service';
import { storedAuctionOf, type AuctionRow, type StoredAuction } from './auction/auction.row';
import { LOCK_AUCTIONS } from './auction/lock-auctions.sql';
import { BUSINESS_TIME } from './business-time.sql';
import { COMMITMENTS_OF_LOCKED, LOCK_PADDLES } from './paddle/lock-paddles.sql';
import {
  storedPaddleOf,
  type CommitmentRow,
  type PaddleRow,
  type StoredPaddle,
} from './paddle/paddle.row';
import { LOCK_SETTLEMENTS } from './settlement/lock-settlements.sql';
import {
  storedSettlementOf,
  type SettlementRow,
  type StoredSettlement,
} from './settlement/settlement.row';

export type AuctionRef = { readonly tenantId: string; readonly auctionId: string };

/** Which paddles to lock: by id, and all of a bidder in a sale. */
export type PaddleRefs = {
  readonly ids: readonly string[];
  readonly bidders?: readonly {
    readonly tenantId: string;
    readonly saleId: string;
    readonly bidderId: string;
  }[];
};

/** First of the global order; those that do not exist in the tenant are left out. */
export const lockAuctions = async (
  sql: Sql,
  refs: readonly AuctionRef[],
): Promise<readonly StoredAuction[]> => {
  if (refs.length === 0) return [];
  const { rows } = await sql.query<AuctionRow>(LOCK_AUCTIONS, [
    refs.map(({ tenantId }) => tenantId),
    refs.map(({ auctionId }) => auctionId),
  ]);
  return rows.map(storedAuctionOf);
};

/** Second of the global order; what the paddles have committed is read after their locks. */
export const lockPaddles = async (
  sql: Sql,
  { ids, bidders = [] }: PaddleRefs,
): Promise<readonly StoredPaddle[]> => {
  if (ids.length + bidders.length === 0) return [];
  const wanted = [
    ids,
    bidders.map(({ tenantId }) => tenantId),
    bidders.map(({ saleId }) => saleId),
    bidders.map(({ bidderId }) => bidderId),
  ];
  const [{ rows }, { rows: commitments }] = await sentTogether([
    sql.query<PaddleRow>(LOCK_PADDLES, wanted),
    sql.query<CommitmentRow>(COMMITMENTS_OF_LOCKED, wanted),
  ]);
  const byPaddle = Map.groupBy(commitments, ({ paddle_id }) => paddle_id);
  return rows.map((row) => storedPaddleOf(row, byPaddle.get(row.paddle_id) ?? []));
};

/** Third of the global order. */
export const lockSettlements = async (
  sql: Sql,
  ids: readonly string[],
): Promise<readonly StoredSettlement[]> => {
  if (ids.length === 0) return [];
  const { rows } = await sql.query<SettlementRow>(LOCK_SETTLEMENTS, [ids]);
  return rows.map(storedSettlementOf);
};

/** The business time of each tenant; to be read after the locks, and once a transaction. */
export const businessTimes = async (
  sql: Sql,
  tenantIds: readonly string[],
): Promise<ReadonlyMap<string, InstantMs>> => {
  const { rows } = await sql.query<{ tenant_id: string; now_ms: string }>(BUSINESS_TIME, [
    [...new Set(tenantIds)],
  ]);
  return new Map(rows.map(({ tenant_id, now_ms }) => [tenant_id, Number(now_ms)]));
};

/**
 * The time of a decision: the tenant's business time, but never before an earlier decision about
 * the same rows.
 */
export const decisionTime = async (
  sql: Sql,
  tenantId: string,
  decidedBefore: readonly { readonly lastDecidedAtMs: InstantMs }[],
): Promise<InstantMs> => {
  const times = await businessTimes(sql, [tenantId]);
  const now = defined(times.get(tenantId), 'the clock gave no time');
  return decidedBefore.reduce((latest, row) => Math.max(latest, row.lastDecidedAtMs), now);
};
