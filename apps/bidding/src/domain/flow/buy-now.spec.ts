import { aPaddle, END, MINUTE, START } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';

const buyNow = 200_00n;

describe('buy-now', () => {
  it('ends the auction at once, and wins over any extension', () => {
    const room = new Room({ buyNow, softClose: { windowMs: MINUTE, maxExtensions: null } });
    expect(room.view().buyNow).toBe(200_00n);
    expect(room.buy('anna', 200_00n, END - 1)).toBe('bought');
    expect(room.view()).toMatchObject({
      status: 'sold',
      price: 200_00n,
      leader: '#anna',
      buyNow: null,
      minimumBid: null,
      endsAtMs: END,
    });
    expect(room.bid('ben', 300_00n, END - 1)).toBe('auction_closed');
  });

  it('begins the settlement and commits the price with its premium', () => {
    const room = new Room({ buyNow });
    const [outcome] = room.batch([room.buying('anna', 200_00n)]);
    expect(outcome).toMatchObject({ value: { outcome: 'bought', settlementId: 'settlement-1' } });
    expect(room.settlement()).toMatchObject({
      status: 'awaiting_capture',
      buyerId: 'anna',
      sellerId: 'seller',
      request: { kind: 'capture_hold', commandId: 'command-1', amount: { amount: 240_00n } },
    });
    expect(room.exposureOf('anna')).toBe(240_00n);
  });

  it('disappears at the first bid', () => {
    const room = new Room({ buyNow });
    room.bid('ben', 5_00n);
    expect(room.view().buyNow).toBeNull();
    expect(room.buy('anna', 200_00n)).toBe('buy_now_unavailable');
  });

  it('stays while a reserve is unmet, and frees the leader who loses the lot', () => {
    const room = new Room({ buyNow, reserve: 100_00n });
    room.bid('ben', 50_00n);
    expect(room.view().buyNow).toBe(200_00n);
    expect(room.buy('anna', 200_00n)).toBe('bought');
    expect(room.exposureOf('ben')).toBe(0n);
  });

  it('can be used by the leader, too', () => {
    const room = new Room({ buyNow, reserve: 100_00n });
    room.bid('anna', 50_00n);
    expect(room.buy('anna', 200_00n)).toBe('bought');
    expect(room.exposureOf('anna')).toBe(240_00n);
  });

  it('ends when the reserve is met', () => {
    const room = new Room({ buyNow, reserve: 100_00n });
    room.bid('ben', 100_00n);
    expect(room.view().buyNow).toBeNull();
    expect(room.buy('anna', 200_00n)).toBe('buy_now_unavailable');
  });

  it('is on offer again when all bids are withdrawn', () => {
    const room = new Room({ buyNow });
    room.bid('ben', 5_00n);
    room.retract('ben');
    expect(room.view().buyNow).toBe(200_00n);
  });

  it('of two in one batch takes the first', () => {
    const room = new Room({ buyNow });
    const outcomes = room.batch([room.buying('anna', 200_00n), room.buying('ben', 200_00n)]);
    expect(outcomes[1]).toMatchObject({ rejection: { code: 'auction_closed' } });
    const bidFirst = new Room({ buyNow });
    const race = bidFirst.batch([bidFirst.placing('ben', 5_00n), bidFirst.buying('anna', buyNow)]);
    expect(race[1]).toMatchObject({ rejection: { code: 'buy_now_unavailable' } });
  });

  it('checks in the same order as a bid', () => {
    const room = new Room({ buyNow });
    room.register(aPaddle('poor', { limit: 239_99n }));
    expect(room.buy('seller', 1n)).toBe('own_auction');
    expect(room.buy('stranger', 1n)).toBe('paddle_required');
    expect(room.buy('anna', 0n)).toBe('invalid_amount');
    expect(room.buy('poor', 199_99n)).toBe('buy_now_price_changed');
    expect(room.buy('poor', 200_01n)).toBe('buy_now_price_changed');
    expect(room.buy('poor', 200_00n)).toBe('over_limit');
    expect(room.buy('anna', 200_00n, END)).toBe('auction_closed');
    expect(new Room().buy('anna', 200_00n)).toBe('buy_now_unavailable');
    expect(new Room({ buyNow }).buy('anna', 200_00n, START - 1)).toBe('auction_not_open');
  });

  it('names the price field in its refusals', () => {
    const room = new Room({ buyNow });
    room.register(aPaddle('poor', { limit: 1n }));
    const fieldOf = (price: bigint, bidder = 'anna') => {
      const [outcome] = room.batch([room.buying(bidder, price)]);
      return outcome?.ok === false && outcome.rejection.field;
    };
    expect([fieldOf(0n), fieldOf(1n), fieldOf(200_00n, 'poor')]).toEqual([
      '/price/amount',
      '/price/amount',
      '/price/amount',
    ]);
  });
});
