import { accept, defined, reject, type Result } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { advanceSettlement } from '../../domain/flow/advance-settlement';
import type { KnownSettlement } from '../../domain/settlement/settlement';
import { saveChanges } from '../../persistence/save-changes';
import type { BiddingDeps } from '../bidding-deps';
import {
  lockForSettlements,
  type LockedSettlements,
  type SettlementStep,
} from './lock-settlements';

/** Decides one step over what is locked, and folds it in. Rejections: those of the step. */
export const advance = async (
  { sales, ids }: BiddingDeps,
  sql: Sql,
  { set, nowMs }: LockedSettlements,
  step: SettlementStep,
): Promise<Result<KnownSettlement>> => {
  const { tenantId, settlementId, commandAt } = step;
  const settlement = set.settlement(settlementId);
  if (!settlement) return reject('not_found', 'There is no such settlement.');
  const auction = defined(set.auction(settlement.auctionId), 'a settlement has its auction');
  const sale = defined(await sales.find(sql, tenantId, auction.saleId), 'an auction has its sale');
  const command = commandAt(nowMs(tenantId), ids.next());
  const decision = advanceSettlement({
    ...{ settlement, auction, sale },
    paddles: set.paddles().filter(({ saleId }) => saleId === auction.saleId),
    command: { ...command, newSettlementId: ids.next() },
  });
  if (!decision.ok) return decision;
  set.foldFlow(tenantId, decision.value);
  return accept(defined(set.settlement(settlementId), 'a settlement stays'));
};

/**
 * Advances one settlement in the caller's transaction. Rejections: `not_found` and those of
 * `advanceSettlement`.
 */
export const advanceOne = async (
  deps: BiddingDeps,
  sql: Sql,
  step: SettlementStep,
): Promise<Result<KnownSettlement>> => {
  const locked = await lockForSettlements(sql, [step], []);
  const settlement = await advance(deps, sql, locked, step);
  if (!settlement.ok) return settlement;
  const messages = await saveChanges(sql, locked.set, locked.nowMs);
  await deps.outbox.append(sql, messages);
  return settlement;
};
