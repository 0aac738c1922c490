import { accept, type Money, reject, type Result } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import type { PaddleCommand } from '../../domain/paddle/paddle';
import { decidePaddle } from '../../domain/paddle/paddle.decide';
import { evolvePaddle } from '../../domain/paddle/paddle.evolve';
import { decisionTime, lockPaddles } from '../../persistence/locks';
import type { KnownPaddle } from '../../persistence/paddle/paddle.row';
import { saveChanges } from '../../persistence/save-changes';
import { workingSet } from '../../persistence/working-set';
import type { BiddingDeps } from '../bidding-deps';

export type OwnPaddle = {
  readonly tenantId: string;
  readonly paddleId: string;
  readonly bidderId: string;
};

const change = async (
  { outbox }: BiddingDeps,
  sql: Sql,
  { tenantId, paddleId, bidderId }: OwnPaddle,
  commandAt: (nowMs: number) => PaddleCommand,
): Promise<Result<KnownPaddle>> => {
  const [stored] = await lockPaddles(sql, [paddleId]);
  if (stored?.tenantId !== tenantId || stored.paddle.bidderId !== bidderId)
    return reject('not_found', 'You have no such paddle.');
  const nowMs = await decisionTime(sql, tenantId, []);
  const decision = decidePaddle(commandAt(nowMs), stored.paddle);
  if (!decision.ok) return decision;
  const state = decision.value.reduce(evolvePaddle, stored.paddle);
  const set = workingSet({ paddles: [stored] });
  set.foldPaddle(tenantId, state, decision.value);
  await outbox.append(sql, await saveChanges(sql, set, () => nowMs));
  return accept(state);
};

/**
 * Asks for another spending limit. Rejections: `not_found`, `paddle_not_live`, `paddle_closed`,
 * `wrong_asset`, `invalid_amount`, `limit_change_pending`, `limit_unchanged`,
 * `limit_below_exposure`.
 */
export const changeLimit = (deps: BiddingDeps, sql: Sql, own: OwnPaddle, limit: Money) => {
  const commandId = deps.ids.next();
  return change(deps, sql, own, (nowMs) => ({ type: 'change_limit', limit, commandId, nowMs }));
};

/**
 * Ends a registration and gives its hold back. Rejections: `not_found`, `paddle_not_live`,
 * `paddle_closed`, `paddle_committed`, `limit_change_pending`.
 */
export const closePaddle = (deps: BiddingDeps, sql: Sql, own: OwnPaddle) => {
  const commandId = deps.ids.next();
  return change(deps, sql, own, (nowMs) => ({ type: 'close_paddle', commandId, nowMs }));
};
