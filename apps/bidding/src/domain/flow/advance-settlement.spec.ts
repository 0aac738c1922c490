import { aPaddle, DAY, END } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';
import { sold, captured } from '../../../test/domain/sold-room';

describe('the capture', () => {
  it('lowers limit, hold and exposure at once and starts the time for delivery', () => {
    const room = sold();
    const before = room.paddleOf('anna');
    expect(room.answer('hold_captured', END + 5)).toBe('ok');
    expect(room.settlement()).toMatchObject({
      status: 'awaiting_delivery',
      capturedAtMs: END + 5,
      deliveryDueAtMs: END + 5 + 14 * DAY,
    });
    expect(room.paddleOf('anna')).toMatchObject({
      limit: before.limit - 61_20n,
      held: before.held - 61_20n,
      commitments: {},
    });
  });

  it('that is refused is a default: the lot goes to the next', () => {
    const room = sold();
    room.answer('capture_refused', END + 5, 'hold_exhausted');
    expect([...room.settlements.values()][0]).toMatchObject({
      status: 'defaulted',
      reason: 'hold_exhausted',
      endedAtMs: END + 5,
    });
    expect(room.exposureOf('anna')).toBe(0n);
    expect(room.known()).toMatchObject({ status: 'sold', award: { bidderId: 'ben' } });
  });

  it('ignores answers to other commands, and other answers', () => {
    const room = sold();
    const state = room.settlement();
    const answer = 'hold_captured';
    room.settle({ type: 'take_answer', commandId: 'other', answer, reason: '' });
    room.answer('transfers_posted');
    room.answer('hold_increased');
    expect(room.settlement()).toEqual(state);
    room.answer(answer);
    const after = room.settlement();
    room.settle({ type: 'take_answer', commandId: 'command-3', answer, reason: '' });
    room.settle({
      type: 'take_answer',
      commandId: 'command-3',
      answer: 'capture_refused',
      reason: '',
    });
    expect(room.settlement()).toEqual(after);
  });

  it('has no deadline of its own: only an answer chooses', () => {
    const room = sold();
    room.settle({ type: 'meet_deadline' }, END + 99 * DAY);
    room.settle({ type: 'ask_again' });
    expect(room.settlement().status).toBe('awaiting_capture');
  });
});

describe('giving up', () => {
  it('asks the ledger to void the capture', () => {
    const room = sold();
    expect(room.settle({ type: 'give_up', reason: 'fraud' })).toBe('ok');
    expect(room.settlement()).toMatchObject({
      status: 'voiding',
      reason: 'fraud',
      captureCommandId: 'command-3',
      request: {
        kind: 'void_if_not_captured',
        commandId: 'command-4',
        captureCommandId: 'command-3',
        holdId: 'paddle-anna',
        reference: { type: 'settlement', id: 'settlement-3' },
      },
    });
    expect(room.settle({ type: 'give_up', reason: 'fraud' })).toBe('settlement_in_progress');
  });

  it('ends in a default when the ledger has voided', () => {
    const room = sold();
    room.settle({ type: 'give_up', reason: 'fraud' });
    room.answer('capture_voided');
    expect([...room.settlements.values()][0]).toMatchObject({
      status: 'defaulted',
      reason: 'fraud',
    });
    expect(room.leader()).toBe('#ben');
  });

  it('goes on when the capture stands', () => {
    const room = sold();
    room.settle({ type: 'give_up', reason: 'fraud' });
    room.answer('capture_stands');
    expect(room.settlement().status).toBe('awaiting_delivery');
    expect(room.exposureOf('anna')).toBe(0n);
  });

  it.each([
    ['hold_captured', 'awaiting_delivery'],
    ['capture_refused', 'defaulted'],
  ] as const)('takes the late answer %s to the capture itself', (answer, status) => {
    const room = sold();
    room.settle({ type: 'give_up', reason: 'fraud' });
    room.settle({ type: 'take_answer', commandId: 'command-3', answer, reason: 'late' });
    const first = [...room.settlements.values()][0];
    expect(first?.status).toBe(status);
    room.settle(
      { type: 'take_answer', commandId: 'command-4', answer: 'capture_stands', reason: '' },
      END,
      first,
    );
    expect([...room.settlements.values()][0]).toEqual(first);
  });

  it('ignores answers of another kind to the void', () => {
    const room = sold();
    room.settle({ type: 'give_up', reason: 'fraud' });
    room.answer('hold_captured');
    expect(room.settlement().status).toBe('voiding');
  });

  it('is too late when the money is in escrow', () => {
    expect(captured().settle({ type: 'give_up', reason: 'x' })).toBe('settlement_not_pending');
  });
});

describe('payment of what the hold does not cover', () => {
  const owing = (): Room => {
    const room = new Room({}, { depositBasisPoints: 1_000 });
    room.register(aPaddle('anna', { limit: 1_000_00n, held: 100_00n, depositBasisPoints: 1_000 }));
    room.bid('anna', 80_00n);
    room.bid('ben', 50_00n);
    room.close(END);
    return room;
  };

  it('that the wallet covers leads to the capture of the whole invoice', () => {
    const room = owing();
    expect(room.settlement()).toMatchObject({ shortfall: 55_08n });
    room.answer('hold_increased');
    expect(room.settlement()).toMatchObject({
      status: 'awaiting_capture',
      request: { kind: 'capture_hold', amount: { amount: 61_20n }, commandId: 'command-4' },
    });
    expect(room.paddleOf('anna')).toMatchObject({
      held: 155_08n,
      commitments: { auction: { covered: 61_20n } },
    });
    room.answer('hold_captured');
    expect(room.paddleOf('anna')).toMatchObject({ limit: 938_80n, held: 93_88n, commitments: {} });
  });

  it('that is refused is asked again until the deadline', () => {
    const room = owing();
    room.answer('hold_increase_refused', END + 1, 'insufficient_funds');
    expect(room.settlement()).toMatchObject({ request: null, refusals: 1 });
    room.settle({ type: 'ask_again' });
    expect(room.settlement()).toMatchObject({
      status: 'awaiting_payment',
      shortfall: 55_08n,
      refusals: 1,
      request: { kind: 'increase_hold', commandId: 'command-5', amount: { amount: 55_08n } },
    });
    room.settle({ type: 'ask_again' });
    expect(room.settlement()).toMatchObject({ request: { commandId: 'command-5' } });
  });

  it('that fails until the deadline is a default', () => {
    const room = owing();
    room.answer('hold_increase_refused');
    room.settle({ type: 'meet_deadline' }, END + 2 * DAY - 1);
    expect(room.settlement().status).toBe('awaiting_payment');
    room.settle({ type: 'meet_deadline' }, END + 2 * DAY);
    expect([...room.settlements.values()][0]).toMatchObject({
      status: 'defaulted',
      reason: 'not_paid',
    });
    expect(room.leader()).toBe('#ben');
  });

  it('while the ledger has not answered waits for the answer, also beyond the deadline', () => {
    const late = END + 2 * DAY;
    const room = owing();
    room.settle({ type: 'meet_deadline' }, late);
    expect(room.settlement().status).toBe('awaiting_payment');
    room.answer('hold_increase_refused', late);
    expect([...room.settlements.values()][0]).toMatchObject({ reason: 'not_paid' });
    const paid = owing();
    paid.answer('hold_increased', late);
    expect(paid.settlement().status).toBe('awaiting_capture');
  });

  it('that is refused just before the deadline is not yet a default', () => {
    const room = owing();
    room.answer('hold_increase_refused', END + 2 * DAY - 1);
    expect(room.settlement().status).toBe('awaiting_payment');
  });

  it('ignores answers of another kind', () => {
    const room = owing();
    room.answer('hold_captured');
    expect(room.settlement()).toMatchObject({ status: 'awaiting_payment', refusals: 0 });
  });

  it('can be given up between two questions only', () => {
    const room = owing();
    expect(room.settle({ type: 'give_up', reason: 'fraud' })).toBe('settlement_in_progress');
    room.answer('hold_increase_refused');
    expect(room.settle({ type: 'give_up', reason: 'fraud' })).toBe('ok');
    expect([...room.settlements.values()][0]).toMatchObject({ reason: 'fraud' });
  });
});

describe('a settlement', () => {
  it('that is not there cannot be advanced', () => {
    const room = sold();
    const none = { status: 'none' } as never;
    expect(room.settle({ type: 'meet_deadline' }, END, none)).toBe('not_found');
  });

  it('defaults only while its buyer is the present one', () => {
    const room = sold();
    const stale = room.settlement();
    room.answer('capture_refused');
    const answer = 'capture_refused';
    const step = { type: 'take_answer', commandId: 'command-3', answer, reason: '' } as const;
    expect(() => room.settle(step, END, stale)).toThrow('the one who defaulted');
  });

  it('goes with its own auction', () => {
    const room = sold();
    const foreign = { ...room.settlement(), auctionId: 'another' };
    expect(() => room.settle({ type: 'meet_deadline' }, END, foreign)).toThrow(
      'a settlement goes with its auction',
    );
  });
});
