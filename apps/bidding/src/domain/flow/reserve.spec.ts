import { END, HOUR, MINUTE, START } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';

const reserve = 100_00n;

describe('a reserve', () => {
  it('is public only as a flag, and only where there is one', () => {
    expect(new Room().view().reserveMet).toBeNull();
    const room = new Room({ reserve });
    expect(room.view().reserveMet).toBe(false);
    room.bid('anna', 50_00n);
    expect(room.view().reserveMet).toBe(false);
    expect(JSON.stringify(room.view(), (_, v: unknown) => String(v))).not.toContain('10000');
  });

  it('that is not reached lets the full maximum show', () => {
    const room = new Room({ reserve });
    room.bid('anna', 50_00n);
    expect(room.price()).toBe(50_00n);
    expect(room.bid('ben', 50_50n)).toBe('bid_too_low');
    expect(room.bid('ben', 99_99n)).toBe('leading');
    expect(room.view()).toMatchObject({ price: 99_99n, leader: '#ben', reserveMet: false });
  });

  it('is where the price jumps when a maximum reaches it', () => {
    const room = new Room({ reserve });
    room.bid('anna', 50_00n);
    room.bid('ben', 150_00n);
    expect(room.view()).toMatchObject({ price: 100_00n, leader: '#ben', reserveMet: true });
  });

  it('is met by exactly its amount', () => {
    const room = new Room({ reserve });
    room.bid('anna', 100_00n);
    expect(room.view()).toMatchObject({ price: 100_00n, reserveMet: true });
  });

  it('is the price of a first bid above it', () => {
    const room = new Room({ reserve });
    room.bid('anna', 500_00n);
    expect(room.view()).toMatchObject({ price: 100_00n, reserveMet: true });
  });

  it('does not lower a price that the increment puts above it', () => {
    const room = new Room({ reserve });
    room.bid('anna', 99_50n);
    room.bid('ben', 150_00n);
    expect(room.price()).toBe(100_50n);
  });

  it('plays no part once it is met', () => {
    const room = new Room({ reserve });
    room.bid('anna', 150_00n);
    room.bid('ben', 120_00n);
    expect(room.price()).toBe(122_50n);
    room.bid('anna', 170_00n);
    expect(room.price()).toBe(122_50n);
  });

  it('is reached by a raise of the leader, in public', () => {
    const room = new Room({ reserve });
    room.bid('anna', 50_00n);
    expect(room.bid('anna', 60_00n)).toBe('raised');
    expect(room.view()).toMatchObject({ price: 60_00n, bidCount: 2 });
    expect(room.bid('anna', 130_00n)).toBe('raised');
    expect(room.view()).toMatchObject({ price: 100_00n, reserveMet: true, bidCount: 3 });
  });

  it('says at which bid it was met', () => {
    const room = new Room({ reserve });
    room.bid('anna', 50_00n);
    room.bid('ben', 150_00n);
    room.bid('anna', 130_00n);
    const flags = room.journal.flatMap((event) =>
      event.type === 'bid_placed' ? [event.reserveMetNow] : [],
    );
    expect(flags).toEqual([false, true, false]);
  });

  it('never says so without a reserve', () => {
    const room = new Room();
    room.bid('anna', 50_00n);
    expect(room.journal.at(-1)).toMatchObject({ reserveMetNow: false });
  });

  it('in straight mode is met by a price, without a jump', () => {
    const room = new Room({ reserve, mode: 'straight' });
    room.bid('anna', 50_00n);
    expect(room.view()).toMatchObject({ price: 50_00n, reserveMet: false });
    room.bid('ben', 120_00n);
    expect(room.view()).toMatchObject({ price: 120_00n, reserveMet: true });
  });

  it('that is not met leaves the lot unsold', () => {
    const room = new Room({ reserve });
    room.bid('anna', 99_99n);
    room.close(END);
    expect(room.view()).toMatchObject({ status: 'unsold', price: 99_99n, leader: '#anna' });
    expect(room.exposureOf('anna')).toBe(0n);
  });
});

describe('lowering the reserve', () => {
  it('counts for the next bids and is told without a figure', () => {
    const room = new Room({ reserve });
    room.bid('anna', 50_00n);
    const { sequence } = room.known();
    expect(room.lower(51_00n, START + MINUTE)).toBe('ok');
    expect(room.known()).toMatchObject({ sequence: sequence + 1, terms: { reserve: 51_00n } });
    expect(room.view()).toMatchObject({ price: 50_00n, reserveMet: false });
    room.bid('ben', 55_00n);
    expect(room.view()).toMatchObject({ price: 51_00n, reserveMet: true });
  });

  it('goes downwards only', () => {
    const room = new Room({ reserve });
    expect(room.lower(100_00n)).toBe('reserve_not_lower');
    expect(room.lower(100_01n)).toBe('reserve_not_lower');
    expect(room.lower(99_99n)).toBe('ok');
  });

  it('stays at or above the least acceptable next bid', () => {
    const room = new Room({ reserve });
    expect(room.lower(99n)).toBe('reserve_too_low');
    room.bid('anna', 50_00n);
    expect(room.lower(50_99n)).toBe('reserve_too_low');
    expect(room.lower(51_00n)).toBe('ok');
  });

  it('is refused once a bid has met it', () => {
    const room = new Room({ reserve });
    room.bid('anna', 100_00n);
    expect(room.lower(90_00n)).toBe('reserve_met');
  });

  it('is refused with less than 12 hours left', () => {
    const room = new Room({ reserve });
    expect(room.lower(90_00n, END - 12 * HOUR + 1)).toBe('reserve_lowering_too_late');
    expect(room.lower(90_00n, END - 12 * HOUR)).toBe('ok');
  });

  it('is possible while the clock has not started', () => {
    const closing = { kind: 'after_first_bid', durationMs: HOUR } as const;
    expect(new Room({ reserve, closing }).lower(90_00n)).toBe('ok');
  });

  it('needs a reserve, its asset and an open auction', () => {
    expect(new Room().lower(5_00n)).toBe('no_reserve');
    const room = new Room({ reserve });
    expect(room.lower(90_00n, START - 1)).toBe('auction_not_open');
    expect(room.lower(90_00n, END)).toBe('auction_closed');
    room.auction = { ...room.known(), terms: { ...room.known().terms, asset: 'EUR/2' } };
    expect(room.lower(90_00n)).toBe('wrong_asset');
    room.auction = { status: 'none' };
    expect(room.lower(90_00n)).toBe('not_found');
  });

  it('opens an auction whose start has come', () => {
    const room = new Room({ reserve });
    room.lower(90_00n, START);
    expect(room.eventTypes().slice(2)).toEqual(['auction_opened', 'reserve_lowered']);
  });
});
