import { assert, toTimestamp, type InstantMs } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { settlementDueAtMs } from '../../domain/settlement/settlement.decide';
import { toJson } from '../json';
import type { TrackedSettlement } from '../working-set';
import { APPEND_SETTLEMENT_ENTRIES } from './append-entries.sql';
import { INSERT_SETTLEMENTS } from './insert-settlements.sql';
import { commandIdOfSettlement, mustAskAgain } from './settlement.row';
import { UPDATE_SETTLEMENTS } from './update-settlements.sql';

const recordOf = ({ tenantId, stored, state, events }: TrackedSettlement, nowMs: InstantMs) => {
  const dueAtMs = settlementDueAtMs(state);
  return {
    settlement_id: state.settlementId,
    tenant_id: tenantId,
    auction_id: state.auctionId,
    seller_id: state.sellerId,
    buyer_id: state.buyerId,
    paddle_id: state.paddleId,
    status: state.status,
    due_at: dueAtMs === null ? null : toTimestamp(dueAtMs),
    version_before: stored?.version ?? 0,
    version: (stored?.version ?? 0) + events.length,
    decided_at: toTimestamp(Math.max(nowMs, stored?.lastDecidedAtMs ?? 0)),
    state,
    command_id: commandIdOfSettlement(state),
    ask_again: mustAskAgain(state),
  };
};

const entriesOf = ({ stored, state, events }: TrackedSettlement): readonly object[] =>
  events.map((event, index) => ({
    settlement_id: state.settlementId,
    entry: (stored?.version ?? 0) + index + 1,
    event,
  }));

/** Updates first: a defaulted settlement makes room for the one that follows it. */
export const saveSettlements = async (
  sql: Sql,
  settlements: readonly TrackedSettlement[],
  nowMs: (tenantId: string) => InstantMs,
  resendAfterMs: number,
): Promise<void> => {
  if (settlements.length === 0) return;
  const records = (begun: boolean): object[] =>
    settlements
      .filter(({ stored }) => (stored === null) === begun)
      .map((tracked) => recordOf(tracked, nowMs(tracked.tenantId)));
  const [changed, begun] = [records(false), records(true)];
  if (changed.length > 0) {
    const { rowCount } = await sql.query(UPDATE_SETTLEMENTS, [toJson(changed), resendAfterMs]);
    assert(rowCount === changed.length, 'a locked settlement has another version');
  }
  if (begun.length > 0) await sql.query(INSERT_SETTLEMENTS, [toJson(begun), resendAfterMs]);
  await sql.query(APPEND_SETTLEMENT_ENTRIES, [toJson(settlements.flatMap(entriesOf))]);
};
