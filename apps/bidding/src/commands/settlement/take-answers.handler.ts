import type { Sql, TraceHeaders } from '@outcry/messaging';
import type { PaddleAnswer } from '../../domain/paddle/paddle';
import { decidePaddle } from '../../domain/paddle/paddle.decide';
import { evolvePaddle } from '../../domain/paddle/paddle.evolve';
import type { SettlementAnswer } from '../../domain/settlement/settlement';
import { saveChanges } from '../../persistence/save-changes';
import type { BiddingDeps } from '../bidding-deps';
import { advance } from './advance-settlement.handler';
import {
  lockForSettlements,
  type LockedSettlements,
  type SettlementStep,
} from './lock-settlements';

type Answer = {
  readonly tenantId: string;
  readonly commandId: string;
  /** Stable code of a refusal; empty otherwise. */
  readonly reason: string;
  /** Of the answer's own cause. */
  readonly trace: TraceHeaders | undefined;
};

/** What the ledger answered, to which of our rows. */
export type LedgerAnswer =
  | (Answer & { readonly to: 'paddle'; readonly id: string; readonly answer: PaddleAnswer })
  | (Answer & {
      readonly to: 'settlement';
      readonly id: string;
      readonly answer: SettlementAnswer;
    });

const CERTAIN: ReadonlySet<SettlementAnswer> = new Set([
  'hold_increased',
  'hold_captured',
  'capture_stands',
  'transfers_posted',
]);

const stepOf = (given: LedgerAnswer & { to: 'settlement' }): SettlementStep => ({
  tenantId: given.tenantId,
  settlementId: given.id,
  mayDefault: !CERTAIN.has(given.answer),
  commandAt: (nowMs, newCommandId) => {
    const { commandId, answer, reason } = given;
    return { type: 'take_answer', commandId, answer, reason, nowMs, newCommandId };
  },
});

const takeByPaddle = (
  { set, nowMs }: LockedSettlements,
  { tenantId, id, commandId, answer, reason }: LedgerAnswer & { to: 'paddle' },
): void => {
  const paddle = set.paddle(id);
  if (!paddle || set.tenantOfPaddle(id) !== tenantId) return;
  const command = { type: 'take_answer', commandId, answer, reason } as const;
  const decision = decidePaddle({ ...command, nowMs: nowMs(tenantId) }, paddle);
  if (!decision.ok || decision.value.length === 0) return;
  set.foldPaddle(tenantId, decision.value.reduce(evolvePaddle, paddle), decision.value);
};

/**
 * Gives the ledger's answers to the rows that asked, in the caller's transaction. An answer to
 * another command than the one that waits, or to a row that is not ours, changes nothing.
 */
export const takeAnswers = async (
  deps: BiddingDeps,
  sql: Sql,
  answers: readonly LedgerAnswer[],
): Promise<void> => {
  const steps = answers.flatMap((given) => (given.to === 'settlement' ? [stepOf(given)] : []));
  const paddleIds = answers.flatMap((given) => (given.to === 'paddle' ? [given.id] : []));
  const locked = await lockForSettlements(sql, steps, paddleIds);
  for (const given of answers) {
    if (given.to === 'paddle') takeByPaddle(locked, given);
    else await advance(deps, sql, locked, stepOf(given));
  }
  const causes = new Map(answers.map(({ id, trace }) => [id, trace]));
  await deps.outbox.append(sql, await saveChanges(sql, locked.set, locked.nowMs, causes));
};
