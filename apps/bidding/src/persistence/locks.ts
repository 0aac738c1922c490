import { defined, type InstantMs } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { sentTogether } from '@outcry/service';
import { storedAuctionOf, type AuctionRow, type StoredAuction } from './auction/auction.row';
import { LOCK_AUCTION, LOCK_AUCTIONS } from './auction/lock-auctions.sql';
import { BUSINESS_TIME } from './business-time.sql';
import { LOCK_BIDDERS, LOCK_PADDLES } from './paddle/lock-paddles.sql';
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

/** {@link lockAuctions} for a single one. */
export const lockAuction = async (
  sql: Sql,
  { tenantId, auctionId }: AuctionRef,
): Promise<StoredAuction | undefined> => {
  const { rows } = await sql.query<AuctionRow>(LOCK_AUCTION, [tenantId, auctionId]);
  return rows.map(storedAuctionOf)[0];
};

const lockedPaddles = async (
  sql: Sql,
  { lock, commitments }: typeof LOCK_PADDLES,
  wanted: readonly unknown[],
): Promise<readonly StoredPaddle[]> => {
  const [{ rows }, { rows: committed }] = await sentTogether([
    sql.query<PaddleRow>(lock, wanted),
    sql.query<CommitmentRow>(commitments, wanted),
  ]);
  const byPaddle = Map.groupBy(committed, ({ paddle_id }) => paddle_id);
  return rows.map((row) => storedPaddleOf(row, byPaddle.get(row.paddle_id) ?? []));
};

/** Second of the global order; what the paddles have committed is read after their locks. */
export const lockPaddles = async (
  sql: Sql,
  ids: readonly string[],
): Promise<readonly StoredPaddle[]> =>
  ids.length === 0 ? [] : lockedPaddles(sql, LOCK_PADDLES, [ids]);

/**
 * {@link lockPaddles} for those of bidders in the auction's sale, and the leader's: to be sent
 * behind the auction's lock, which need not be waited for.
 */
export const lockBidders = (
  sql: Sql,
  { tenantId, auctionId }: AuctionRef,
  bidderIds: readonly string[],
): Promise<readonly StoredPaddle[]> =>
  lockedPaddles(sql, LOCK_BIDDERS, [tenantId, auctionId, [...new Set(bidderIds)]]);

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

type DecidedBefore = readonly { readonly lastDecidedAtMs: InstantMs }[];

/** `now`, but never before an earlier decision about the same rows. */
export const notBefore = (decided: DecidedBefore, now: InstantMs): InstantMs =>
  decided.reduce((latest, row) => Math.max(latest, row.lastDecidedAtMs), now);

/**
 * The time of a decision: the tenant's business time, but never before an earlier decision about
 * the same rows.
 */
export const decisionTime = async (
  sql: Sql,
  tenantId: string,
  decided: DecidedBefore,
): Promise<InstantMs> => {
  const times = await businessTimes(sql, [tenantId]);
  return notBefore(decided, defined(times.get(tenantId), 'the clock gave no time'));
};
