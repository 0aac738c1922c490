import { START } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';
import type { BidPlaced } from '../auction/auction.events';

const lastBid = (room: Room): BidPlaced => {
  const event = room.journal.findLast(({ type }) => type === 'bid_placed');
  if (event?.type !== 'bid_placed') throw new Error('no bid was placed');
  return event;
};

describe('proxy bidding', () => {
  it('starts at the start price, whatever the first maximum', () => {
    const room = new Room();
    expect(room.bid('anna', 80_00n)).toBe('leading');
    expect(room.view()).toMatchObject({ price: 1_00n, leader: '#anna', bidCount: 1 });
  });

  it('takes a first bid of exactly the start price and refuses one below', () => {
    const room = new Room();
    expect(room.bid('anna', 99n)).toBe('bid_too_low');
    expect(room.bid('anna', 1_00n)).toBe('leading');
  });

  it('answers a lower maximum with one increment above it', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    expect(room.bid('ben', 50_00n)).toBe('outbid');
    expect(room.view()).toMatchObject({ price: 51_00n, leader: '#anna', bidCount: 2 });
  });

  it('shows the challenge and the automatic answer, under the public id of the leader', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.bid('ben', 50_00n);
    expect(lastBid(room).visible).toEqual([
      { bidId: 'bid-2', number: '#ben', amount: 50_00n, automatic: false },
      { bidId: 'bid-1', number: '#anna', amount: 51_00n, automatic: true },
    ]);
    expect(lastBid(room).previousLeader).toBe('#anna');
  });

  it('answers at most with the maximum of the leader', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.bid('ben', 79_50n);
    expect(room.view()).toMatchObject({ price: 80_00n, leader: '#anna' });
  });

  it('lets a higher maximum lead at one increment above the beaten one', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    expect(room.bid('ben', 120_00n)).toBe('leading');
    expect(room.view()).toMatchObject({ price: 81_00n, leader: '#ben', bidCount: 2 });
    expect(lastBid(room).visible).toEqual([
      { bidId: 'bid-2', number: '#ben', amount: 81_00n, automatic: false },
    ]);
  });

  it('lets a maximum win by less than an increment, at its own amount', () => {
    const room = new Room();
    room.bid('anna', 325_00n);
    room.bid('ben', 326_00n);
    expect(room.view()).toMatchObject({ price: 326_00n, leader: '#ben' });
  });

  it('lets one cent over the maximum lead', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    expect(room.bid('ben', 80_01n)).toBe('leading');
    expect(room.view()).toMatchObject({ price: 80_01n, leader: '#ben' });
  });

  it('keeps the earlier of two equal maxima in the lead, at that price', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    expect(room.bid('ben', 80_00n)).toBe('outbid');
    expect(room.view()).toMatchObject({ price: 80_00n, leader: '#anna' });
    expect(lastBid(room).visible.map(({ amount }) => amount)).toEqual([80_00n, 80_00n]);
  });

  it.each([
    [99_99n, 100_99n],
    [100_00n, 102_50n],
    [249_99n, 252_49n],
    [250_00n, 255_00n],
  ])('asks at a price of %d for at least %d', (price, minimum) => {
    const room = new Room();
    room.bid('anna', price);
    room.bid('ben', price);
    expect(room.view()).toMatchObject({ price, minimumBid: minimum });
    expect(room.bid('carl', minimum - 1n)).toBe('bid_too_low');
    expect(room.bid('carl', minimum)).toBe('leading');
  });

  it('names the minimum in the refusal', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    const [outcome] = room.batch([room.placing('ben', 1_10n)]);
    expect(outcome).toMatchObject({
      ok: false,
      rejection: {
        code: 'bid_too_low',
        field: '/amount/amount',
        extensions: { minimumBid: { amount: '125', asset: 'USD/2' } },
      },
    });
  });
});

describe('raising the own maximum', () => {
  it('moves nothing public and takes no public number', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    const [view, sequence, at] = [room.view(), room.known().sequence, room.known().publishedAtMs];
    expect(room.bid('anna', 90_00n, START + 5)).toBe('raised');
    expect(room.view()).toEqual(view);
    expect(room.known()).toMatchObject({ sequence, publishedAtMs: at });
    expect(lastBid(room).visible).toEqual([]);
  });

  it('defends the lead with the new maximum, still under the first public id', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.bid('anna', 90_00n);
    expect(room.bid('ben', 85_00n)).toBe('outbid');
    expect(room.price()).toBe(86_00n);
    expect(lastBid(room).visible[1]).toMatchObject({ bidId: 'bid-1', amount: 86_00n });
  });

  it('must exceed the own maximum, and the refusal says so to its owner only', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    expect(room.bid('anna', 80_00n)).toBe('bid_too_low');
    const [outcome] = room.batch([room.placing('anna', 5_00n)]);
    expect(outcome).toMatchObject({
      rejection: { extensions: { minimumBid: { amount: '8001' } } },
    });
    expect(room.bid('anna', 80_01n)).toBe('raised');
  });

  it('must reach the public minimum, too', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.bid('ben', 80_00n);
    expect(room.bid('anna', 80_50n)).toBe('bid_too_low');
    expect(room.bid('anna', 81_00n)).toBe('raised');
    expect(room.price()).toBe(80_00n);
  });

  it('after having been outbid is a new bid', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.bid('ben', 90_00n);
    expect(room.bid('anna', 100_00n)).toBe('leading');
    expect(room.view()).toMatchObject({ price: 91_00n, leader: '#anna', bidCount: 3 });
  });
});

describe('straight bidding', () => {
  it('takes the amount as the price', () => {
    const room = new Room({ mode: 'straight' });
    expect(room.bid('anna', 80_00n)).toBe('leading');
    expect(room.view()).toMatchObject({ price: 80_00n, leader: '#anna', minimumBid: 81_00n });
    expect(room.bid('ben', 80_99n)).toBe('bid_too_low');
    expect(room.bid('ben', 81_00n)).toBe('leading');
    expect(room.view()).toMatchObject({ price: 81_00n, leader: '#ben', bidCount: 2 });
  });

  it('lets a leader outbid himself, in public', () => {
    const room = new Room({ mode: 'straight' });
    room.bid('anna', 80_00n);
    expect(room.bid('anna', 90_00n)).toBe('raised');
    expect(room.view()).toMatchObject({ price: 90_00n, leader: '#anna', bidCount: 2 });
    expect(lastBid(room).visible).toHaveLength(1);
  });

  it('rounds a percentage up to a minor unit of the asset', () => {
    const increments = { kind: 'percentage', id: 'ten', version: 1, basisPoints: 1_000 } as const;
    const room = new Room({ mode: 'straight', startPrice: 1_01n, increments });
    room.bid('anna', 1_01n);
    expect(room.bid('ben', 1_11n)).toBe('bid_too_low');
    expect(room.bid('ben', 1_12n)).toBe('leading');
  });
});
