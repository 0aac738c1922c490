import { DAY, END, HOUR, MINUTE, START } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';

const WINDOW = 10 * MINUTE;
const softClose = { windowMs: WINDOW, maxExtensions: null };
const endOf = (room: Room) => [room.view().endsAtMs, room.view().extensions];

describe('soft close', () => {
  it('moves the end to the window after a bid that comes within it', () => {
    const room = new Room({ softClose });
    room.bid('anna', 5_00n, END - 1);
    expect(endOf(room)).toEqual([END - 1 + WINDOW, 1]);
    expect(room.bid('ben', 9_00n, END)).toBe('leading');
    expect(endOf(room)).toEqual([END + WINDOW, 2]);
    expect(room.bid('carl', 20_00n, END + WINDOW)).toBe('auction_closed');
  });

  it('does nothing for a bid with exactly the window left', () => {
    const room = new Room({ softClose });
    room.bid('anna', 5_00n, END - WINDOW);
    expect(endOf(room)).toEqual([END, 0]);
    room.bid('ben', 9_00n, END - WINDOW + 1);
    expect(endOf(room)).toEqual([END + 1, 1]);
  });

  it('never brings the end forward', () => {
    const room = new Room({ softClose });
    room.bid('anna', 5_00n, START);
    expect(endOf(room)).toEqual([END, 0]);
  });

  it('extends for an increase that the proxy makes', () => {
    const room = new Room({ softClose });
    room.bid('anna', 80_00n);
    expect(room.bid('ben', 9_00n, END - 5)).toBe('outbid');
    expect(endOf(room)).toEqual([END - 5 + WINDOW, 1]);
  });

  it("does not extend for a leader's raise that moves no public price", () => {
    const room = new Room({ softClose });
    room.bid('anna', 80_00n);
    expect(room.bid('anna', 90_00n, END - 5)).toBe('raised');
    expect(endOf(room)).toEqual([END, 0]);
  });

  it("extends for a leader's raise that moves the public price below the reserve", () => {
    const room = new Room({ softClose, reserve: 100_00n });
    room.bid('anna', 50_00n);
    room.bid('anna', 60_00n, END - 5);
    expect(endOf(room)).toEqual([END - 5 + WINDOW, 1]);
  });

  it('extends in straight mode when a leader outbids himself', () => {
    const room = new Room({ softClose, mode: 'straight' });
    room.bid('anna', 50_00n);
    room.bid('anna', 60_00n, END - 5);
    expect(endOf(room)).toEqual([END - 5 + WINDOW, 1]);
  });

  it('stops extending at the cap, and still takes bids until the end', () => {
    const room = new Room({ softClose: { windowMs: WINDOW, maxExtensions: 2 } });
    room.bid('anna', 5_00n, END - 3);
    room.bid('ben', 9_00n, END - 2);
    const [end] = endOf(room);
    expect(room.bid('carl', 20_00n, END - 1)).toBe('leading');
    expect(endOf(room)).toEqual([end, 2]);
  });

  it('is off unless the terms ask for it', () => {
    const room = new Room();
    room.bid('anna', 5_00n, END - 1);
    expect(endOf(room)).toEqual([END, 0]);
  });

  it('leaves the end where it is after a refused bid', () => {
    const room = new Room({ softClose });
    room.bid('anna', 5n, END - 1);
    expect(endOf(room)).toEqual([END, 0]);
  });
});

describe('a clock that starts at the first bid', () => {
  const closing = { kind: 'after_first_bid', durationMs: DAY } as const;

  it('has no end before', () => {
    const room = new Room({ closing });
    expect(room.view().endsAtMs).toBeNull();
    expect(room.bid('anna', 5n, START + 90 * DAY)).toBe('bid_too_low');
    expect(room.view().endsAtMs).toBeNull();
    expect(room.close(START + 99 * DAY)).toBe('auction_not_over');
  });

  it('ends the duration after the first bid, which the next bids do not move', () => {
    const room = new Room({ closing });
    room.bid('anna', 5_00n, START + HOUR);
    expect(endOf(room)).toEqual([START + HOUR + DAY, 0]);
    room.bid('ben', 9_00n, START + 2 * HOUR);
    expect(endOf(room)).toEqual([START + HOUR + DAY, 0]);
  });

  it('waits for a bid that meets the reserve', () => {
    const room = new Room({ closing, reserve: 50_00n });
    room.bid('anna', 40_00n, START);
    expect(endOf(room)).toEqual([null, 0]);
    room.bid('ben', 60_00n, START + HOUR);
    expect(endOf(room)).toEqual([START + HOUR + DAY, 0]);
  });

  it('is extended by soft close like a fixed end', () => {
    const room = new Room({ closing, softClose });
    room.bid('anna', 5_00n, START);
    room.bid('ben', 9_00n, START + DAY - 1);
    expect(endOf(room)).toEqual([START + DAY - 1 + WINDOW, 1]);
  });

  it('does not start by an extension while the reserve is unmet', () => {
    const room = new Room({ closing, softClose, reserve: 50_00n });
    room.bid('anna', 40_00n, START);
    expect(endOf(room)).toEqual([null, 0]);
  });
});
