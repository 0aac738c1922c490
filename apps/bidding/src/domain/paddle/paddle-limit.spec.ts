import { aPaddle } from '../../../test/domain/builders';
import {
  type Known,
  leading,
  won,
  limiting,
  answer,
  after,
  refusal,
  eventsOf,
} from '../../../test/domain/paddle-commands';

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
