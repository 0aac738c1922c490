import { defined, type InstantMs } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import type { SettlementCommand } from '../../domain/settlement/settlement';
import type { StoredAuction } from '../../persistence/auction/auction.row';
import { withBids } from '../../persistence/auction/journal';
import { businessTimes, lockAuctions, lockPaddles, lockSettlements } from '../../persistence/locks';
import type { StoredPaddle } from '../../persistence/paddle/paddle.row';
import { SETTLEMENT_PLACES } from '../../persistence/settlement/settlement-places.sql';
import type { StoredSettlement } from '../../persistence/settlement/settlement.row';
import { workingSet, type WorkingSet } from '../../persistence/working-set';

export type SettlementStep = {
  readonly tenantId: string;
  readonly settlementId: string;
  /** Whether the step may end in a default, for which all who bid are candidates. */
  readonly mayDefault: boolean;
  readonly commandAt: (nowMs: InstantMs, newCommandId: string) => SettlementCommand;
};

type Place = {
  readonly settlement_id: string;
  readonly tenant_id: string;
  readonly auction_id: string;
  readonly paddle_id: string;
};

export type LockedSettlements = {
  readonly set: WorkingSet;
  /** The business time of a tenant's decision, never before an earlier one about these rows. */
  readonly nowMs: (tenantId: string) => InstantMs;
};

const placesOf = async (sql: Sql, steps: readonly SettlementStep[]): Promise<readonly Place[]> => {
  if (steps.length === 0) return [];
  const ids = steps.map(({ settlementId }) => settlementId);
  const { rows } = await sql.query<Place>(SETTLEMENT_PLACES, [ids]);
  return rows.filter(({ settlement_id, tenant_id }) =>
    steps.some((step) => step.settlementId === settlement_id && step.tenantId === tenant_id),
  );
};

const bidderPaddles = ({ auction }: StoredAuction): readonly string[] =>
  'bids' in auction ? auction.bids.map(({ paddleId }) => paddleId) : [];

/**
 * Locks what the steps may read or change, in the global order: auctions, paddles (the buyers', of
 * every candidate where a default is possible, and `paddleIds`), settlements.
 */
export const lockForSettlements = async (
  sql: Sql,
  steps: readonly SettlementStep[],
  paddleIds: readonly string[],
): Promise<LockedSettlements> => {
  const places = await placesOf(sql, steps);
  const defaulting = new Set(
    steps.filter((step) => step.mayDefault).map(({ settlementId }) => settlementId),
  );
  const refs = new Map(
    places.map((place) => [
      place.auction_id,
      { tenantId: place.tenant_id, auctionId: place.auction_id },
    ]),
  );
  const auctions: StoredAuction[] = [];
  for (const row of await lockAuctions(sql, [...refs.values()])) {
    const needsBids = places.some(
      (place) => place.auction_id === row.auction.auctionId && defaulting.has(place.settlement_id),
    );
    auctions.push(needsBids ? await withBids(sql, row) : row);
  }
  const buyers = places.map(({ paddle_id }) => paddle_id);
  const ids = new Set([...buyers, ...auctions.flatMap(bidderPaddles), ...paddleIds]);
  const paddles: readonly StoredPaddle[] = await lockPaddles(sql, [...ids]);
  const settlements: readonly StoredSettlement[] = await lockSettlements(
    sql,
    places.map(({ settlement_id }) => settlement_id),
  );
  const tenants = [...auctions, ...paddles].map(({ tenantId }) => tenantId);
  const times = await businessTimes(sql, tenants);
  const decidedBefore = [...auctions, ...settlements];
  return {
    set: workingSet({ auctions, paddles, settlements }),
    nowMs: (tenantId) =>
      decidedBefore
        .filter((row) => row.tenantId === tenantId)
        .reduce(
          (latest, row) => Math.max(latest, row.lastDecidedAtMs),
          defined(times.get(tenantId), 'the clock gave a time'),
        ),
  };
};
