import { aPaddle } from '../../../test/domain/builders';
import { depositOf, exposureOf, freeLimitOf, unassignedHold } from './exposure';
import {
  type Commitment,
  noPaddle,
  type Paddle,
  type PaddleAnswer,
  type PaddleCommand,
} from './paddle';
import { decidePaddle, paddleDecider } from './paddle.decide';
import { pendingRequestOfPaddle } from './take-answer.decide';

type Known = Exclude<Paddle, { status: 'none' }>;

const leading = (maximum: bigint): Commitment => ({
  ...{ kind: 'leading', maximum },
  premium: maximum / 5n,
});
const won = (hammer: bigint, covered: bigint): Commitment => ({
  ...{ kind: 'won', settlementId: 's', hammer, covered },
  premium: hammer / 5n,
});
const registration = {
  ...{ paddleId: 'p', saleId: 'sale', bidderId: 'anna', number: '#7', asset: 'USD/2' },
  depositBasisPoints: 10_000,
};
const requesting = (limit: bigint, asset = 'USD/2'): PaddleCommand => ({
  ...{ type: 'request_paddle', ...registration, commandId: 'c1', nowMs: 5 },
  limit: { amount: limit, asset },
});
const limiting = (limit: bigint, asset = 'USD/2'): PaddleCommand => ({
  ...{ type: 'change_limit', commandId: 'c2', nowMs: 6 },
  limit: { amount: limit, asset },
});
const closing: PaddleCommand = { type: 'close_paddle', commandId: 'c3', nowMs: 7 };
const answer = (commandId: string, kind: PaddleAnswer, reason = ''): PaddleCommand => ({
  ...{ type: 'take_answer', commandId, answer: kind, reason, nowMs: 8 },
});

/** The paddle after the commands; a refusal fails the test. */
const after = (start: Paddle, ...commands: PaddleCommand[]): Known => {
  const state = commands.reduce<Paddle>((paddle, command) => {
    const decision = paddleDecider.decide(command, paddle);
    if (!decision.ok) throw new Error(decision.rejection.code);
    return decision.value.reduce(paddleDecider.evolve, paddle);
  }, start);
  if (state.status === 'none') throw new Error('no paddle');
  return state;
};
const refusal = (paddle: Paddle, command: PaddleCommand): string | undefined => {
  const decision = decidePaddle(command, paddle);
  return decision.ok ? undefined : decision.rejection.code;
};
const eventsOf = (paddle: Paddle, command: PaddleCommand): string[] => {
  const decision = decidePaddle(command, paddle);
  return decision.ok ? decision.value.map(({ type }) => type) : [];
};

describe('a registration', () => {
  it('asks the ledger to hold the limit, and is live when it does', () => {
    const requested = after(paddleDecider.initialState(), requesting(100n));
    expect(requested).toEqual({
      ...registration,
      status: 'requested',
      requestedAtMs: 5,
      limit: 100n,
      held: 0n,
      request: {
        kind: 'place_hold',
        commandId: 'c1',
        reference: { type: 'paddle', id: 'p' },
        holdId: 'p',
        account: 'wallet:anna',
        amount: { amount: 100n, asset: 'USD/2' },
      },
    });
    expect(pendingRequestOfPaddle(requested)).toMatchObject({ commandId: 'c1' });
    expect(after(requested, answer('c1', 'hold_placed'))).toEqual({
      ...registration,
      status: 'live',
      requestedAtMs: 5,
      limit: 100n,
      held: 100n,
      pending: null,
      commitments: {},
    });
  });

  it('is refused for good when the ledger refuses', () => {
    const requested = after(noPaddle, requesting(100n));
    const refused = after(requested, answer('c1', 'hold_refused', 'insufficient_funds'));
    expect(refused).toMatchObject({ status: 'refused', reason: 'insufficient_funds' });
    expect(refused).not.toHaveProperty('request');
    expect(after(refused, answer('c1', 'hold_placed'))).toEqual(refused);
    expect(refusal(refused, limiting(5n))).toBe('paddle_closed');
  });

  it('ignores an answer to another command, or of another kind', () => {
    const requested = after(noPaddle, requesting(100n));
    expect(eventsOf(requested, answer('c9', 'hold_placed'))).toEqual([]);
    expect(eventsOf(requested, answer('c1', 'hold_released'))).toEqual([]);
  });

  it('takes no change before the answer', () => {
    const requested = after(noPaddle, requesting(100n));
    expect(refusal(requested, limiting(5n))).toBe('paddle_not_live');
    expect(refusal(requested, closing)).toBe('paddle_not_live');
  });

  it('needs a limit above zero in the asset of the sale', () => {
    expect(refusal(noPaddle, requesting(0n))).toBe('invalid_amount');
    expect(refusal(noPaddle, requesting(-1n))).toBe('invalid_amount');
    expect(refusal(noPaddle, requesting(0n, 'EUR/2'))).toBe('wrong_asset');
    expect(refusal(noPaddle, requesting(1n))).toBeUndefined();
  });

  it('holds the deposit share, rounded up', () => {
    const command = { ...requesting(1_005n), depositBasisPoints: 1_000 } as PaddleCommand;
    const requested = after(noPaddle, command);
    expect(pendingRequestOfPaddle(requested)).toMatchObject({ amount: { amount: 101n } });
    expect(after(requested, answer('c1', 'hold_placed'))).toMatchObject({ held: 101n });
  });

  it('must exist for any other command', () => {
    expect(refusal(noPaddle, closing)).toBe('not_found');
    expect(refusal(noPaddle, answer('c1', 'hold_placed'))).toBe('not_found');
  });
});

describe('a raised limit', () => {
  it('counts when the ledger has answered', () => {
    const raising = after(aPaddle('anna', { limit: 100n }), limiting(150n));
    expect(raising).toMatchObject({
      limit: 100n,
      held: 100n,
      pending: {
        kind: 'raise',
        limitBy: 50n,
        holdBy: 50n,
        request: {
          kind: 'increase_hold',
          commandId: 'c2',
          reference: { type: 'paddle', id: 'paddle-anna' },
          holdId: 'paddle-anna',
          amount: { amount: 50n, asset: 'USD/2' },
        },
      },
    });
    const raised = after(raising, answer('c2', 'hold_increased'));
    expect(raised).toMatchObject({ limit: 150n, held: 150n, pending: null });
    expect(after(raised, answer('c2', 'hold_increased'))).toEqual(raised);
  });

  it('stays as it was when the ledger refuses', () => {
    const raising = after(aPaddle('anna', { limit: 100n }), limiting(150n));
    const kept = after(raising, answer('c2', 'hold_increase_refused', 'insufficient_funds'));
    expect(kept).toMatchObject({ limit: 100n, held: 100n, pending: null });
    expect(eventsOf(raising, answer('c2', 'hold_placed'))).toEqual([]);
  });

  it('counts on top of what a capture took meanwhile', () => {
    const raising = after(aPaddle('anna', { limit: 100n }), limiting(150n));
    const captured = { ...raising, limit: 70n, held: 70n } as Known;
    expect(after(captured, answer('c2', 'hold_increased'))).toMatchObject({
      limit: 120n,
      held: 120n,
    });
  });

  it('counts at once when the deposit share does not grow', () => {
    const paddle = aPaddle('anna', { limit: 101n, held: 11n, depositBasisPoints: 1_000 });
    expect(after(paddle, limiting(110n))).toMatchObject({ limit: 110n, held: 11n, pending: null });
    expect(after(paddle, limiting(111n))).toMatchObject({ limit: 101n, pending: { holdBy: 1n } });
  });
});

describe('a lowered limit', () => {
  it('counts at once, before its part of the hold is given back', () => {
    const lowered = after(aPaddle('anna', { limit: 100n }), limiting(60n));
    expect(lowered).toMatchObject({
      limit: 60n,
      held: 100n,
      pending: {
        kind: 'lower',
        limitBy: 0n,
        holdBy: -40n,
        request: {
          kind: 'release_hold',
          commandId: 'c2',
          holdId: 'paddle-anna',
          amount: { amount: 40n, asset: 'USD/2' },
        },
      },
    });
    expect(after(lowered, answer('c2', 'hold_released'))).toMatchObject({
      limit: 60n,
      held: 60n,
      pending: null,
    });
  });

  it('stays lowered when the release is refused', () => {
    const lowered = after(aPaddle('anna', { limit: 100n }), limiting(60n));
    const kept = after(lowered, answer('c2', 'release_refused'));
    expect(kept).toMatchObject({ limit: 60n, held: 100n, pending: null });
  });

  it('stays at or above the exposure', () => {
    const commitments = { a: leading(50n), b: won(10n, 12n) };
    const paddle = aPaddle('anna', { limit: 100n, commitments });
    expect(refusal(paddle, limiting(71n))).toBe('limit_below_exposure');
    expect(refusal(paddle, limiting(72n))).toBeUndefined();
  });

  it('gives back only what no win has been assigned', () => {
    const commitments = { a: won(50n, 60n) };
    const paddle = aPaddle('anna', { limit: 100n, held: 80n, commitments });
    expect(after(paddle, limiting(60n))).toMatchObject({ pending: { holdBy: -20n } });
    const assigned = aPaddle('anna', { limit: 100n, held: 60n, commitments });
    expect(after(assigned, limiting(60n))).toMatchObject({ limit: 60n, pending: null });
  });
});

describe('any change of the limit', () => {
  it('waits for the one before, changes something, and comes in the asset', () => {
    const live = aPaddle('anna', { limit: 100n });
    expect(refusal(after(live, limiting(60n)), limiting(50n))).toBe('limit_change_pending');
    expect(refusal(live, limiting(100n))).toBe('limit_unchanged');
    expect(refusal(live, limiting(50n, 'EUR/2'))).toBe('wrong_asset');
    expect(refusal(live, limiting(0n))).toBe('invalid_amount');
  });
});

describe('closing', () => {
  it('gives back all that is left, and ends with the answer', () => {
    const paddle = after(aPaddle('anna', { limit: 100n }), closing);
    expect(paddle).toMatchObject({
      status: 'closing',
      held: 100n,
      request: { kind: 'release_hold', commandId: 'c3', holdId: 'paddle-anna', amount: null },
    });
    expect(paddle).not.toHaveProperty('commitments');
    expect(pendingRequestOfPaddle(paddle)).toMatchObject({ commandId: 'c3' });
    const closed = after(paddle, answer('c3', 'hold_released'));
    expect(closed).toMatchObject({ status: 'closed', held: 0n, limit: 100n, number: '#anna' });
    expect(pendingRequestOfPaddle(closed)).toBeNull();
    expect(after(paddle, answer('c3', 'release_refused'))).toEqual(closed);
    expect(eventsOf(paddle, answer('c3', 'hold_placed'))).toEqual([]);
    expect(refusal(paddle, closing)).toBe('paddle_closed');
  });

  it('ends at once when nothing is held', () => {
    expect(after(aPaddle('anna', { held: 0n }), closing).status).toBe('closed');
  });

  it('waits until the paddle leads and owes nothing, and no change is pending', () => {
    const committed = aPaddle('anna', { commitments: { a: leading(5n) } });
    expect(refusal(committed, closing)).toBe('paddle_committed');
    const pending = after(aPaddle('anna', { limit: 100n }), limiting(60n));
    expect(refusal(pending, closing)).toBe('limit_change_pending');
  });
});

describe('what a paddle has pending', () => {
  it('is nothing while it is live and unchanged, or not there', () => {
    expect(pendingRequestOfPaddle(aPaddle('anna'))).toBeNull();
    expect(pendingRequestOfPaddle(noPaddle)).toBeNull();
    const raising = after(aPaddle('anna', { limit: 1n }), limiting(2n));
    expect(pendingRequestOfPaddle(raising)).toMatchObject({ commandId: 'c2' });
  });
});

describe('exposure', () => {
  const commitments = { a: leading(50n), b: won(10n, 4n) };

  it('is the sum over auctions led and lots won', () => {
    expect(exposureOf(commitments)).toBe(72n);
    expect(exposureOf(commitments, 'a')).toBe(12n);
    expect(exposureOf({})).toBe(0n);
  });

  it('leaves the rest of the limit free', () => {
    expect(freeLimitOf(aPaddle('anna', { limit: 100n, commitments }))).toBe(28n);
    expect(freeLimitOf(aPaddle('anna', { limit: 100n, commitments }), 'b')).toBe(40n);
  });

  it('assigns only wins to the hold', () => {
    expect(unassignedHold(aPaddle('anna', { held: 20n, commitments }))).toBe(16n);
  });

  it('needs a deposit that is rounded up', () => {
    expect([depositOf(100n, 10_000), depositOf(101n, 5_000), depositOf(0n, 5_000)]).toEqual([
      100n,
      51n,
      0n,
    ]);
  });
});

describe('an event that does not fit its paddle', () => {
  it.each<[Paddle, Parameters<typeof paddleDecider.evolve>[1], string]>([
    [noPaddle, { type: 'paddle_closed', atMs: 1 }, 'a paddle begins with paddle_requested'],
    [
      aPaddle('a'),
      { type: 'paddle_registered', atMs: 1, held: 1n },
      'a requested paddle is registered',
    ],
    [
      aPaddle('a'),
      { type: 'paddle_refused', atMs: 1, reason: '' },
      'a requested paddle is refused',
    ],
    [
      after(aPaddle('a'), closing),
      { type: 'commitment_freed', atMs: 1, auctionId: 'x' },
      'the paddle is closing, not live',
    ],
    [
      aPaddle('a', { commitments: { x: leading(1n) } }),
      { type: 'commitment_covered', atMs: 1, auctionId: 'x', amount: 1n },
      'only a win is covered',
    ],
    [
      aPaddle('a'),
      { type: 'commitment_covered', atMs: 1, auctionId: 'x', amount: 1n },
      'a covered commitment exists',
    ],
    [after(noPaddle, requesting(1n)), { type: 'paddle_closed', atMs: 1 }, 'an open paddle closes'],
  ])('is a defect (%#)', (paddle, event, message) => {
    expect(() => paddleDecider.evolve(paddle, event)).toThrow(message);
  });

  it('is a defect when a paddle is requested twice', () => {
    const decision = decidePaddle(requesting(1n), noPaddle);
    if (!decision.ok || !decision.value[0]) throw new Error('refused');
    const [event] = decision.value;
    expect(() => paddleDecider.evolve(aPaddle('a'), event)).toThrow('a paddle is requested once');
  });
});
