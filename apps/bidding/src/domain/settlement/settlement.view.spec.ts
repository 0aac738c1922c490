import { DAY, END } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';
import { pendingRequestOfSettlement, settlementDueAtMs } from './settlement.decide';
import { settlementView } from './settlement.view';

const courseOf = (sale: ConstructorParameters<typeof Room>[1] = {}): Room => {
  const room = new Room({}, sale);
  room.bid('anna', 80_00n);
  room.close(END);
  return room;
};
const seen = (room: Room) => {
  const [settlement] = room.settlements.values();
  if (!settlement) throw new Error('no settlement');
  const { status, waitingFor, dueAtMs, why } = settlementView(settlement);
  expect(why).not.toBe('');
  return [status, waitingFor, dueAtMs, pendingRequestOfSettlement(settlement)?.kind ?? null];
};

describe('where a settlement is', () => {
  it('is told at every step of a sale', () => {
    const room = courseOf();
    expect(seen(room)).toEqual(['awaiting_capture', 'ledger', null, 'capture_hold']);
    room.answer('hold_captured');
    expect(seen(room)).toEqual(['awaiting_delivery', 'buyer', END + 14 * DAY, null]);
    room.settle({ type: 'open_dispute', reason: 'broken' });
    expect(seen(room)).toEqual(['disputed', 'operator', END + 7 * DAY, null]);
    room.settle({ type: 'resolve_dispute', refund: { amount: 1n, asset: 'USD/2' } });
    expect(seen(room)).toEqual(['paying_out', 'ledger', null, 'post_transfers']);
    room.answer('transfers_refused', END, 'frozen');
    expect(seen(room)).toEqual(['paying_out', 'ledger', null, null]);
    expect(settlementView(room.settlement()).why).toContain('frozen');
    room.settle({ type: 'ask_again' });
    room.answer('transfers_posted');
    expect(seen(room)).toEqual(['settled', null, null, null]);
    expect(settlementView(room.settlement()).why).toContain('dispute_resolved');
  });

  it('is told at every step of a failure', () => {
    const room = courseOf({ depositBasisPoints: 1_000 });
    expect(seen(room)).toEqual(['awaiting_payment', 'ledger', null, 'increase_hold']);
    room.answer('hold_increase_refused');
    expect(seen(room)).toEqual(['awaiting_payment', 'buyer', END + 2 * DAY, null]);
    room.settle({ type: 'ask_again' });
    room.answer('hold_increased');
    room.settle({ type: 'give_up', reason: 'fraud' });
    expect(seen(room)).toEqual(['voiding', 'ledger', null, 'void_if_not_captured']);
    room.answer('capture_voided');
    expect(seen(room)).toEqual(['defaulted', null, null, null]);
  });

  it('has no deadline before it begins', () => {
    expect(settlementDueAtMs({ status: 'none' })).toBeNull();
    expect(pendingRequestOfSettlement({ status: 'none' })).toBeNull();
  });
});
