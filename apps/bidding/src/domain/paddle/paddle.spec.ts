import { aPaddle } from '../../../test/domain/builders';
import {
  leading,
  won,
  registration,
  requesting,
  limiting,
  closing,
  answer,
  after,
  refusal,
  eventsOf,
} from '../../../test/domain/paddle-commands';
import { depositOf, exposureOf, freeLimitOf, unassignedHold } from './exposure';
import { noPaddle, type Paddle, type PaddleCommand } from './paddle';
import { decidePaddle, paddleDecider } from './paddle.decide';
import { pendingRequestOfPaddle } from './take-answer.decide';

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
