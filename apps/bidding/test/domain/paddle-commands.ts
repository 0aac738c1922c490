import type {
  Commitment,
  Paddle,
  PaddleAnswer,
  PaddleCommand,
} from '../../src/domain/paddle/paddle';
import { decidePaddle, paddleDecider } from '../../src/domain/paddle/paddle.decide';

export type Known = Exclude<Paddle, { status: 'none' }>;

export const leading = (maximum: bigint): Commitment => ({
  ...{ kind: 'leading', maximum },
  premium: maximum / 5n,
});

export const won = (hammer: bigint, covered: bigint): Commitment => ({
  ...{ kind: 'won', settlementId: 's', hammer, covered },
  premium: hammer / 5n,
});

export const registration = {
  ...{ paddleId: 'p', saleId: 'sale', bidderId: 'anna', number: '#7', asset: 'USD/2' },
  depositBasisPoints: 10_000,
};

export const requesting = (limit: bigint, asset = 'USD/2'): PaddleCommand => ({
  ...{ type: 'request_paddle', ...registration, commandId: 'c1', nowMs: 5 },
  limit: { amount: limit, asset },
});

export const limiting = (limit: bigint, asset = 'USD/2'): PaddleCommand => ({
  ...{ type: 'change_limit', commandId: 'c2', nowMs: 6 },
  limit: { amount: limit, asset },
});

export const closing: PaddleCommand = { type: 'close_paddle', commandId: 'c3', nowMs: 7 };

export const answer = (commandId: string, kind: PaddleAnswer, reason = ''): PaddleCommand => ({
  ...{ type: 'take_answer', commandId, answer: kind, reason, nowMs: 8 },
});

/** The paddle after the commands; a refusal fails the test. */
export const after = (start: Paddle, ...commands: PaddleCommand[]): Known => {
  const state = commands.reduce<Paddle>((paddle, command) => {
    const decision = paddleDecider.decide(command, paddle);
    if (!decision.ok) throw new Error(decision.rejection.code);
    return decision.value.reduce(paddleDecider.evolve, paddle);
  }, start);
  if (state.status === 'none') throw new Error('no paddle');
  return state;
};

export const refusal = (paddle: Paddle, command: PaddleCommand): string | undefined => {
  const decision = decidePaddle(command, paddle);
  return decision.ok ? undefined : decision.rejection.code;
};

export const eventsOf = (paddle: Paddle, command: PaddleCommand): string[] => {
  const decision = decidePaddle(command, paddle);
  return decision.ok ? decision.value.map(({ type }) => type) : [];
};
