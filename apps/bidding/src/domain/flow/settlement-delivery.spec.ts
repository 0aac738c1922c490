import { DAY, END } from '../../../test/domain/builders';
import { type Room } from '../../../test/domain/room';
import { sold, captured, legs } from '../../../test/domain/sold-room';

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
