import { aPaddle, END, START } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';

describe('a batch', () => {
  it('lets each bid see those before it, also of the same bidder', () => {
    const room = new Room();
    const outcomes = room.batch([
      room.placing('anna', 10_00n),
      room.placing('ben', 10_00n),
      room.placing('anna', 12_00n),
      room.placing('anna', 11_00n),
      room.placing('ben', 10_50n),
    ]);
    expect(outcomes.map((one) => (one.ok ? one.value.outcome : one.rejection.code))).toEqual([
      'leading',
      'outbid',
      'raised',
      'bid_too_low',
      'outbid',
    ]);
    expect(room.price()).toBe(11_00n);
  });

  it('tells each bidder the auction as it was after the own bid', () => {
    const room = new Room();
    const outcomes = room.batch([room.placing('anna', 10_00n), room.placing('ben', 5_00n)]);
    expect(outcomes.map((one) => one.ok && one.value.auction.sequence)).toEqual([3, 4]);
    expect(outcomes[1]).toMatchObject({
      value: { bidId: 'bid-2', number: '#ben', settlementId: null },
    });
  });

  it('gives the same result as its commands one by one', () => {
    const amounts = [5_00n, 9_00n, 9_00n, 20_00n, 12_00n, 25_00n, 3_00n];
    const bidders = ['anna', 'ben', 'carl'];
    const [together, apart] = [new Room(), new Room()];
    const place = (room: Room) =>
      amounts.map((amount, index) => room.placing(bidders[index % 3] ?? '', amount));
    together.batch(place(together));
    for (const command of place(apart)) apart.batch([command]);
    expect(together.auction).toEqual(apart.auction);
    expect(together.journal).toEqual(apart.journal);
    expect(together.paddles).toEqual(apart.paddles);
  });

  it('does not need the bids that were placed before', () => {
    const [whole, tail] = [new Room(), new Room()];
    for (const room of [whole, tail]) room.bid('anna', 80_00n);
    const known = tail.known();
    if (known.status !== 'open') throw new Error('not open');
    tail.auction = { ...known, bids: [] };
    for (const room of [whole, tail]) room.bid('ben', 85_00n);
    expect(tail.known()).toEqual({
      ...whole.known(),
      bids: (whole.known() as typeof known).bids.slice(1),
    });
    expect(tail.journal).toEqual(whole.journal);
  });
});

describe('the order of the checks of a bid', () => {
  const closed = (): Room => {
    const room = new Room();
    room.bid('anna', 5_00n);
    room.close(END);
    return room;
  };
  const cancelled = (): Room => {
    const room = new Room();
    room.cancel('operator');
    return room;
  };

  it('is: the auction, the bidder, the paddle, the form, the height, the funds', () => {
    const poor = aPaddle('poor', { limit: 5_00n });
    const room = new Room({ linkedBidderIds: ['linked'] });
    room.register(poor);
    room.bid('anna', 80_00n);
    expect(closed().bid('seller', 1n)).toBe('auction_closed');
    expect(cancelled().bid('seller', 1n)).toBe('auction_cancelled');
    expect(new Room().bid('seller', 1n, START - 1)).toBe('auction_not_open');
    expect(room.bid('seller', 0n)).toBe('own_auction');
    expect(room.bid('linked', 0n)).toBe('linked_bidder');
    expect(room.bid('stranger', 0n)).toBe('paddle_required');
    const foreign = { ...room.placing('poor', 0n), amount: { amount: 0n, asset: 'EUR/2' } };
    expect(room.batch([foreign as never])[0]).toMatchObject({
      rejection: { code: 'wrong_asset', field: '/amount/asset' },
    });
    expect(room.bid('poor', 0n)).toBe('invalid_amount');
    expect(room.bid('poor', 1_00n)).toBe('bid_too_low');
    expect(room.bid('poor', 5_00n)).toBe('over_limit');
  });

  it('refuses a paddle that is not live, whatever it was', () => {
    const { commitments: _c, pending: _p, ...paddle } = aPaddle('anna');
    const request = { kind: 'release_hold', commandId: 'c', holdId: 'h', amount: null } as const;
    const reference = { type: 'paddle', id: 'p' } as const;
    const room = new Room();
    room.register({ ...paddle, status: 'requested', request: { ...request, reference } });
    expect(room.bid('anna', 5_00n)).toBe('paddle_not_live');
    room.register({ ...paddle, status: 'closed' });
    expect(room.bid('anna', 5_00n)).toBe('paddle_not_live');
  });

  it('finds the live paddle of a bidder who has a closed one, too', () => {
    const { commitments: _c, pending: _p, ...paddle } = aPaddle('anna');
    const before = new Room();
    const commands = [before.placing('anna', 5_00n)];
    const closedPaddle = { ...paddle, paddleId: 'old', status: 'closed' } as const;
    for (const paddles of [
      [closedPaddle, aPaddle('anna')],
      [aPaddle('anna'), closedPaddle],
    ]) {
      const room = new Room();
      paddles.forEach((one, index) => room.paddles.set(String(index), one));
      room.paddles.set('anna', room.paddles.get('0') ?? closedPaddle);
      expect(room.batch(commands)[0]?.ok).toBe(true);
    }
  });

  it('says not_found of an auction that is not there', () => {
    const room = new Room();
    room.auction = { status: 'none' };
    expect(room.bid('anna', 5_00n)).toBe('not_found');
  });

  it('refuses a bid on a draft', () => {
    const room = new Room();
    room.auction = { ...room.known(), status: 'draft' } as never;
    expect(room.bid('anna', 5_00n, START + 1)).toBe('auction_not_open');
  });
});

describe('the end', () => {
  it('refuses a bid at exactly the end and takes one a millisecond before', () => {
    const room = new Room();
    expect(room.bid('anna', 5_00n, END - 1)).toBe('leading');
    expect(room.bid('ben', 9_00n, END)).toBe('auction_closed');
  });

  it('refuses a bid after the end although nothing has closed the auction yet', () => {
    const room = new Room();
    room.bid('anna', 5_00n);
    expect(room.bid('ben', 9_00n, END + 1)).toBe('auction_closed');
    expect(room.auction.status).toBe('open');
  });
});

describe('the start', () => {
  it("is decided by a bid's own transaction", () => {
    const room = new Room();
    expect(room.bid('anna', 5_00n, START - 1)).toBe('auction_not_open');
    expect(room.bid('anna', 5_00n, START)).toBe('leading');
    expect(room.eventTypes().slice(2)).toEqual(['auction_opened', 'bid_placed']);
  });

  it('opens the auction although the bid is refused', () => {
    const room = new Room();
    expect(room.bid('anna', 5n, START)).toBe('bid_too_low');
    expect(room.auction.status).toBe('open');
    expect(room.view()).toMatchObject({ endsAtMs: END, minimumBid: 1_00n });
  });
});
