import { aPaddle, END } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';

const defaulted = (room: Room): Room => {
  room.close(END);
  room.answer('capture_refused', END + 1, 'hold_exhausted');
  return room;
};
const settlements = (room: Room) => [...room.settlements.values()];

describe('after a default', () => {
  it('the lot goes to the next highest maximum, at the price without the defaulter', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.bid('ben', 50_00n);
    room.bid('carl', 60_00n);
    defaulted(room);
    expect(room.view()).toMatchObject({ status: 'sold', price: 51_00n, leader: '#carl' });
    expect(room.journal.at(-1)).toMatchObject({
      type: 'lot_reawarded',
      from: { bidderId: 'anna' },
      award: { bidderId: 'carl', hammer: 51_00n, premium: 10_20n, settlementId: 'settlement-5' },
    });
    expect(settlements(room)).toMatchObject([
      { status: 'defaulted', buyerId: 'anna' },
      { status: 'awaiting_capture', buyerId: 'carl', request: { commandId: 'command-5' } },
    ]);
    expect([room.exposureOf('anna'), room.exposureOf('carl')]).toEqual([0n, 61_20n]);
  });

  it('the earlier of two equal maxima comes first', () => {
    const room = new Room();
    room.bid('ben', 50_00n);
    room.bid('carl', 50_00n);
    room.bid('anna', 80_00n);
    defaulted(room);
    expect(room.view()).toMatchObject({ price: 50_00n, leader: '#ben' });
  });

  it('the next default goes to the third, and so on until the lot returns', () => {
    const room = new Room();
    room.bid('ben', 50_00n);
    room.bid('carl', 60_00n);
    room.bid('anna', 80_00n);
    defaulted(room);
    room.answer('capture_refused');
    expect(room.view()).toMatchObject({ status: 'sold', leader: '#ben', price: 1_00n });
    room.answer('capture_refused');
    expect(room.view()).toMatchObject({ status: 'unsold', leader: null, price: null });
    expect(room.journal.at(-1)).toMatchObject({ type: 'lot_returned', from: { bidderId: 'ben' } });
    expect(settlements(room).map(({ status }) => status)).toEqual(Array(3).fill('defaulted'));
    expect(['anna', 'ben', 'carl'].map((bidder) => room.exposureOf(bidder))).toEqual([0n, 0n, 0n]);
  });

  it('of the only bidder the lot returns', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    defaulted(room);
    expect(room.known()).toMatchObject({ status: 'unsold', standing: null, closedAtMs: END });
    expect(room.known()).not.toHaveProperty('award');
    expect(settlements(room)).toHaveLength(1);
  });

  it('a candidate below the reserve does not get the lot', () => {
    const room = new Room({ reserve: 70_00n });
    room.bid('ben', 50_00n);
    room.bid('anna', 80_00n);
    defaulted(room);
    expect(room.view()).toMatchObject({ status: 'unsold' });
  });

  it('a candidate who meets the reserve pays at least it', () => {
    const room = new Room({ reserve: 55_00n });
    room.bid('ben', 60_00n);
    room.bid('anna', 80_00n);
    defaulted(room);
    expect(room.view()).toMatchObject({ status: 'sold', price: 55_00n, leader: '#ben' });
  });

  it('a candidate whose free limit does not cover the price is passed over by an event', () => {
    const room = new Room();
    room.bid('ben', 50_00n);
    room.bid('carl', 60_00n);
    room.bid('anna', 80_00n);
    room.register(aPaddle('carl', { limit: 61_19n }));
    defaulted(room);
    expect(room.eventTypes().slice(-2)).toEqual(['candidate_passed_over', 'lot_reawarded']);
    expect(room.journal.at(-2)).toMatchObject({ number: '#carl' });
    expect(room.view()).toMatchObject({ leader: '#ben', price: 1_00n });
  });

  it('a candidate whose free limit covers just the price, not the maximum, gets the lot', () => {
    const room = new Room();
    room.bid('ben', 50_00n);
    room.bid('carl', 60_00n);
    room.bid('anna', 80_00n);
    room.register(aPaddle('carl', { limit: 61_20n }));
    defaulted(room);
    expect(room.leader()).toBe('#carl');
  });

  it('of a buy-now below an unmet reserve the lot returns', () => {
    const room = new Room({ buyNow: 200_00n, reserve: 100_00n });
    room.bid('ben', 50_00n);
    room.buy('anna', 200_00n);
    room.answer('capture_refused');
    expect(room.view().status).toBe('unsold');
  });

  it('in straight mode the lot goes to the last bid before, at its amount', () => {
    const room = new Room({ mode: 'straight' });
    room.bid('ben', 50_00n);
    room.bid('anna', 80_00n);
    room.bid('anna', 90_00n);
    defaulted(room);
    expect(room.view()).toMatchObject({ leader: '#ben', price: 50_00n });
  });
});
