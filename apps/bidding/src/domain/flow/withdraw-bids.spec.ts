import { aPaddle, END, HOUR, MINUTE, START } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';
import type { BidsWithdrawn } from '../auction/auction.events';

const withdrawn = (room: Room): BidsWithdrawn => {
  const event = room.journal.findLast(({ type }) => type === 'bids_withdrawn');
  if (event?.type !== 'bids_withdrawn') throw new Error('nothing was withdrawn');
  return event;
};
/** Anna 80, Ben 50, Carl 60 at the start. */
const contested = (): Room => {
  const room = new Room();
  room.bid('anna', 80_00n);
  room.bid('ben', 50_00n);
  room.bid('carl', 60_00n);
  return room;
};

describe('a retraction', () => {
  it('of the leader gives the lead to the next, at the price of the remaining bids', () => {
    const room = contested();
    expect(room.price()).toBe(61_00n);
    expect(room.retract('anna')).toBe('ok');
    expect(room.view()).toMatchObject({ price: 51_00n, leader: '#carl', bidCount: 2 });
    expect([room.exposureOf('anna'), room.exposureOf('carl')]).toEqual([0n, 72_00n]);
    expect(withdrawn(room)).toMatchObject({
      by: 'bidder',
      number: '#anna',
      bidIds: ['bid-1'],
      publicBidIds: ['bid-1'],
      previousLeader: '#anna',
      reason: 'wrong_amount',
    });
  });

  it('of the runner-up lowers the price and keeps the leader', () => {
    const room = contested();
    room.retract('carl');
    expect(room.view()).toMatchObject({ price: 51_00n, leader: '#anna', bidCount: 2 });
    expect(room.exposureOf('anna')).toBe(96_00n);
  });

  it('of one who plays no part is public, since the bid was', () => {
    const room = contested();
    const { sequence } = room.known();
    room.retract('ben');
    expect(room.view()).toMatchObject({ price: 61_00n, bidCount: 2 });
    expect(room.known().sequence).toBe(sequence + 1);
  });

  it('of the only bidder leaves no price', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.retract('anna');
    expect(room.view()).toMatchObject({ price: null, leader: null, bidCount: 0 });
    expect(room.bid('ben', 1_00n)).toBe('leading');
  });

  it('keeps the end, and lets the bidder bid again', () => {
    const softClose = { windowMs: MINUTE, maxExtensions: null };
    const room = new Room({ softClose });
    room.bid('anna', 80_00n, END - 1);
    room.retract('anna');
    expect(room.view()).toMatchObject({ endsAtMs: END - 1 + MINUTE, extensions: 1 });
    expect(room.bid('anna', 8_00n)).toBe('leading');
  });

  it('with more than 12 hours left takes all bids of the bidder', () => {
    const room = contested();
    room.bid('anna', 90_00n);
    room.retract('anna', END - 12 * HOUR - 1);
    expect(withdrawn(room).bidIds).toEqual(['bid-1', 'bid-4']);
    expect(withdrawn(room).publicBidIds).toEqual(['bid-1']);
    expect(room.leader()).toBe('#carl');
  });

  it('with 12 hours left takes only the latest', () => {
    const room = contested();
    const now = END - 12 * HOUR;
    room.bid('anna', 90_00n, now);
    room.retract('anna', now);
    expect(withdrawn(room).bidIds).toEqual(['bid-4']);
    expect(room.view()).toMatchObject({ price: 61_00n, leader: '#anna' });
    expect(room.exposureOf('anna')).toBe(96_00n);
  });

  it('with 12 hours left is possible within an hour of the latest bid', () => {
    const room = contested();
    const placed = END - 11 * HOUR;
    room.bid('anna', 90_00n, placed);
    expect(room.retract('anna', placed + HOUR + 1)).toBe('retraction_too_late');
    expect(room.retract('anna', placed + HOUR)).toBe('ok');
  });

  it('before the clock has started takes all bids', () => {
    const closing = { kind: 'after_first_bid', durationMs: HOUR } as const;
    const room = new Room({ closing, reserve: 50_00n });
    room.bid('anna', 5_00n);
    room.bid('anna', 9_00n);
    room.retract('anna', START + 900 * HOUR);
    expect(withdrawn(room).bidIds).toEqual(['bid-1', 'bid-2']);
  });

  it('needs a bid and an open auction', () => {
    const room = contested();
    expect(room.retract('dora')).toBe('nothing_to_retract');
    expect(room.retract('anna', END)).toBe('auction_closed');
    room.close(END);
    expect(room.retract('anna')).toBe('auction_closed');
    expect(new Room().retract('anna', START - 1)).toBe('auction_not_open');
    room.auction = { status: 'none' };
    expect(room.retract('anna')).toBe('not_found');
  });

  it('in straight mode returns the price to the last remaining bid', () => {
    const room = new Room({ mode: 'straight' });
    room.bid('anna', 10_00n);
    room.bid('ben', 20_00n);
    room.bid('anna', 30_00n);
    room.retract('anna');
    expect(room.view()).toMatchObject({ price: 20_00n, leader: '#ben', bidCount: 1 });
  });

  it('can unmeet the reserve', () => {
    const room = new Room({ reserve: 100_00n });
    room.bid('anna', 50_00n);
    room.bid('ben', 150_00n);
    room.retract('ben');
    expect(room.view()).toMatchObject({ price: 50_00n, reserveMet: false });
  });
});

describe('the retraction of a secret raise', () => {
  it('that moved nothing public is not public', () => {
    const room = contested();
    const late = END - HOUR;
    room.bid('anna', 90_00n, late);
    const [view, { sequence, publishedAtMs }] = [room.view(), room.known()];
    room.retract('anna', late + 1);
    expect(withdrawn(room)).toMatchObject({ isPublic: false, publicBidIds: [] });
    expect(room.view()).toEqual(view);
    expect(room.known()).toMatchObject({ sequence, publishedAtMs });
    expect(room.exposureOf('anna')).toBe(96_00n);
  });

  it('that held the lead is public by its effect, without its id', () => {
    const room = contested();
    const late = END - HOUR;
    room.bid('anna', 200_00n, late);
    room.bid('dora', 150_00n, late);
    room.retract('anna', late + 1);
    expect(withdrawn(room)).toMatchObject({ isPublic: true, publicBidIds: [] });
    expect(room.view()).toMatchObject({ price: 81_00n, leader: '#dora' });
  });

  it('that only moved the price is public, too', () => {
    const room = contested();
    const late = END - HOUR;
    room.bid('anna', 200_00n, late);
    room.bid('dora', 80_00n, late);
    expect(room.price()).toBe(81_00n);
    room.retract('anna', late + 1);
    expect(room.view()).toMatchObject({ price: 80_00n, leader: '#anna' });
    expect(withdrawn(room).isPublic).toBe(true);
  });
});

describe('after a withdrawal, a candidate', () => {
  const busyElsewhere = (limit: bigint) =>
    aPaddle('carl', {
      limit,
      commitments: { other: { kind: 'leading', maximum: 100_00n, premium: 20_00n } },
    });

  it('whose free limit does not cover is passed over, and all its bids with it', () => {
    const room = contested();
    room.register(busyElsewhere(191_99n));
    room.retract('anna');
    expect(room.eventTypes().slice(-2)).toEqual(['bids_withdrawn', 'candidate_passed_over']);
    expect(room.view()).toMatchObject({ price: 1_00n, leader: '#ben', bidCount: 1 });
    expect(room.known()).toMatchObject({ bids: [{ bidId: 'bid-2' }] });
    expect(withdrawn(room).standing?.leader.bidderId).toBe('ben');
    expect(room.journal.at(-1)).toMatchObject({ number: '#carl', paddleId: 'paddle-carl' });
  });

  it('whose free limit just covers takes the lead', () => {
    const room = contested();
    room.register(busyElsewhere(192_00n));
    room.retract('anna');
    expect(room.leader()).toBe('#carl');
  });

  it('whose paddle is not live is passed over', () => {
    const room = contested();
    const { commitments: _c, pending: _p, ...paddle } = aPaddle('carl');
    room.register({ ...paddle, status: 'closed' });
    room.retract('anna');
    expect(room.leader()).toBe('#ben');
  });

  it('is passed over one after the other until none is left', () => {
    const room = contested();
    room.register(aPaddle('carl', { limit: 1n }), aPaddle('ben', { limit: 1n }));
    room.retract('anna');
    expect(room.view()).toMatchObject({ price: null, leader: null, bidCount: 0 });
    expect(room.eventTypes().filter((type) => type === 'candidate_passed_over')).toHaveLength(2);
  });
});

describe('a void by an operator', () => {
  it('takes one bid out, whoever placed it', () => {
    const room = contested();
    expect(room.voidBid('bid-3')).toBe('ok');
    expect(room.view()).toMatchObject({ price: 51_00n, leader: '#anna' });
    expect(withdrawn(room)).toMatchObject({ by: 'operator', number: '#carl', reason: 'shill' });
  });

  it('of an earlier bid of a leader who raised makes the raise the public bid', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.bid('anna', 90_00n);
    room.voidBid('bid-1');
    expect(room.view()).toMatchObject({ price: 1_00n, leader: '#anna', bidCount: 1 });
    room.bid('ben', 5_00n);
    const placed = room.journal.at(-1);
    expect(placed).toMatchObject({ visible: [{}, { bidId: 'bid-2' }] });
  });

  it('is possible between the end and the closing, not after the hammer', () => {
    const room = contested();
    expect(room.voidBid('bid-1', END + 1)).toBe('ok');
    room.close(END + 2);
    expect(room.voidBid('bid-3')).toBe('auction_closed');
  });

  it('names a live bid of an auction that has begun', () => {
    const room = contested();
    expect(room.voidBid('bid-9')).toBe('bid_not_found');
    room.voidBid('bid-3');
    expect(room.voidBid('bid-3')).toBe('bid_not_found');
    expect(new Room().voidBid('bid-1', START - 1)).toBe('auction_not_open');
  });

  it('that is refused changes nothing', () => {
    const room = new Room();
    expect(room.voidBid('bid-1', START)).toBe('bid_not_found');
    expect(room.auction.status).toBe('scheduled');
  });
});
