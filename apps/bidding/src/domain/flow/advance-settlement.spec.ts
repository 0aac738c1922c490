import { aPaddle, DAY, END } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';

/** Anna wins at 51.00 with 10.20 premium; Ben had bid 50.00. */
const sold = (sale: ConstructorParameters<typeof Room>[1] = {}): Room => {
  const room = new Room({}, sale);
  room.bid('anna', 80_00n);
  room.bid('ben', 50_00n);
  room.close(END);
  return room;
};
const captured = (): Room => {
  const room = sold();
  room.answer('hold_captured');
  return room;
};
const legs = (room: Room) => {
  const settlement = room.settlement();
  if (settlement.status !== 'paying_out' || settlement.request?.kind !== 'post_transfers')
    throw new Error(`the settlement is ${settlement.status}`);
  return settlement.request.transfers.map(
    (leg) => `${leg.debitAccount} > ${leg.creditAccount} ${leg.amount.amount} ${leg.code}`,
  );
};

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

describe('delivery', () => {
  it('that is confirmed pays the seller less commission, and the fees', () => {
    const room = captured();
    expect(room.settle({ type: 'confirm_delivery' })).toBe('ok');
    expect(legs(room)).toEqual([
      'escrow:sale > wallet:seller 4590 payout',
      'escrow:sale > revenue:premium 1020 premium',
      'escrow:sale > revenue:commission 510 commission',
    ]);
    expect(room.answer('transfers_posted', END + 9)).toBe('ok');
    expect(room.settlement()).toMatchObject({
      status: 'settled',
      refund: 0n,
      cause: 'delivery_confirmed',
      endedAtMs: END + 9,
    });
  });

  it('that is never confirmed is presumed at its deadline', () => {
    const room = captured();
    room.settle({ type: 'meet_deadline' }, END + 14 * DAY - 1);
    expect(room.settlement().status).toBe('awaiting_delivery');
    room.settle({ type: 'meet_deadline' }, END + 14 * DAY);
    expect(room.settlement()).toMatchObject({ status: 'paying_out', cause: 'delivery_deadline' });
    expect(legs(room)).toHaveLength(3);
  });

  it('is confirmed once, after the capture', () => {
    expect(sold().settle({ type: 'confirm_delivery' })).toBe('settlement_not_awaiting_delivery');
    const room = captured();
    room.settle({ type: 'confirm_delivery' });
    expect(room.settle({ type: 'confirm_delivery' })).toBe('settlement_not_awaiting_delivery');
  });

  it('leaves out fees that are zero', () => {
    const room = sold({
      premium: { version: 3, tiers: [{ from: 0n, basisPoints: 0 }] },
      commission: { version: 4, basisPoints: 0 },
    });
    room.answer('hold_captured');
    room.settle({ type: 'confirm_delivery' });
    expect(legs(room)).toEqual(['escrow:sale > wallet:seller 5100 payout']);
    expect(room.settlement()).toMatchObject({
      invoice: { premiumVersion: 3, commissionVersion: 4 },
    });
  });
});

describe('a payout that the ledger refuses', () => {
  it('is asked again under a new id, as often as it takes', () => {
    const room = captured();
    room.settle({ type: 'confirm_delivery' });
    room.settle({ type: 'ask_again' });
    const [first] = [room.settlement()];
    room.answer('transfers_refused', END, 'account_frozen');
    expect(room.settlement()).toMatchObject({
      status: 'paying_out',
      request: null,
      refusals: 1,
      lastRefusal: 'account_frozen',
    });
    room.settle({ type: 'ask_again' });
    expect(room.settlement()).toMatchObject({
      ...first,
      refusals: 1,
      lastRefusal: 'account_frozen',
      request: { kind: 'post_transfers', commandId: 'command-8' },
    });
    room.answer('transfers_posted');
    expect(room.settlement().status).toBe('settled');
  });

  it('ignores answers of another kind', () => {
    const room = captured();
    room.settle({ type: 'confirm_delivery' });
    room.answer('hold_captured');
    expect(room.settlement().status).toBe('paying_out');
  });
});

describe('a dispute', () => {
  const disputed = (): Room => {
    const room = captured();
    room.settle({ type: 'open_dispute', reason: 'broken' }, END + DAY);
    return room;
  };
  const resolve = (room: Room, amount: bigint, asset = 'USD/2') =>
    room.settle({ type: 'resolve_dispute', refund: { amount, asset } });

  it('stops the deadline of the delivery and starts one for the operator', () => {
    const room = disputed();
    expect(room.settlement()).toMatchObject({
      status: 'disputed',
      reason: 'broken',
      capturedAtMs: END,
      disputeDueAtMs: END + 8 * DAY,
    });
    expect(room.settle({ type: 'confirm_delivery' })).toBe('settlement_not_awaiting_delivery');
    expect(room.settle({ type: 'open_dispute', reason: 'x' })).toBe(
      'settlement_not_awaiting_delivery',
    );
  });

  it('is opened before the delivery deadline', () => {
    const room = captured();
    expect(room.settle({ type: 'open_dispute', reason: 'x' }, END + 14 * DAY)).toBe(
      'settlement_not_awaiting_delivery',
    );
    expect(room.settle({ type: 'open_dispute', reason: 'x' }, END + 14 * DAY - 1)).toBe('ok');
  });

  it('can end in a full refund', () => {
    const room = disputed();
    expect(resolve(room, 61_20n)).toBe('ok');
    expect(legs(room)).toEqual(['escrow:sale > wallet:anna 6120 refund']);
    room.answer('transfers_posted');
    expect(room.settlement()).toMatchObject({ status: 'refunded', cause: 'dispute_resolved' });
  });

  it('can end in a partial refund: the parts sum to what was captured', () => {
    const room = disputed();
    resolve(room, 20_01n);
    expect(legs(room)).toEqual([
      'escrow:sale > wallet:anna 2001 refund',
      'escrow:sale > wallet:seller 3089 payout',
      'escrow:sale > revenue:premium 687 premium',
      'escrow:sale > revenue:commission 343 commission',
    ]);
    room.answer('transfers_posted');
    expect(room.settlement()).toMatchObject({ status: 'settled', refund: 20_01n });
  });

  it('can end in favour of the seller', () => {
    const room = disputed();
    resolve(room, 0n);
    expect(legs(room)).toHaveLength(3);
  });

  it('refunds at most what was captured, in its asset', () => {
    const room = disputed();
    expect(resolve(room, 61_21n)).toBe('refund_out_of_range');
    expect(resolve(room, -1n)).toBe('refund_out_of_range');
    expect(resolve(room, 1n, 'EUR/2')).toBe('wrong_asset');
    expect(resolve(captured(), 1n)).toBe('settlement_not_disputed');
  });

  it('that nobody decides refunds the buyer at its deadline', () => {
    const room = disputed();
    room.settle({ type: 'meet_deadline' }, END + 8 * DAY - 1);
    expect(room.settlement().status).toBe('disputed');
    room.settle({ type: 'meet_deadline' }, END + 8 * DAY);
    expect(room.settlement()).toMatchObject({ refund: 61_20n, cause: 'dispute_deadline' });
    room.answer('transfers_posted');
    expect(room.settlement().status).toBe('refunded');
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
