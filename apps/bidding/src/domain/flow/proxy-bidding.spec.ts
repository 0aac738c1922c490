import { aPaddle, END, START } from '../../../test/domain/builders';
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

describe('exposure', () => {
  it('of a leader is the secret maximum and the premium on it', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    expect(room.exposureOf('anna')).toBe(96_00n);
    room.bid('anna', 100_00n);
    expect(room.exposureOf('anna')).toBe(120_00n);
  });

  it('moves with the lead, so that its sum is what leaders may owe', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.bid('ben', 50_00n);
    expect([room.exposureOf('anna'), room.exposureOf('ben')]).toEqual([96_00n, 0n]);
    room.bid('ben', 90_00n);
    expect([room.exposureOf('anna'), room.exposureOf('ben')]).toEqual([0n, 108_00n]);
  });

  it('reaches the limit exactly, and not beyond', () => {
    const room = new Room();
    room.register(aPaddle('anna', { limit: 96_00n }), aPaddle('ben', { limit: 95_99n }));
    expect(room.bid('ben', 80_00n)).toBe('over_limit');
    expect(room.bid('anna', 80_00n)).toBe('leading');
  });

  it('counts what is committed elsewhere, and not what this bid replaces', () => {
    const room = new Room();
    const elsewhere = { kind: 'leading', maximum: 50_00n, premium: 10_00n } as const;
    room.register(aPaddle('anna', { limit: 180_00n, commitments: { other: elsewhere } }));
    expect(room.bid('anna', 100_01n)).toBe('over_limit');
    expect(room.bid('anna', 90_00n)).toBe('leading');
    expect(room.bid('anna', 100_00n)).toBe('raised');
    expect(room.exposureOf('anna')).toBe(180_00n);
  });

  it('is checked also for a bid that would not lead, so that a refusal tells nothing', () => {
    const room = new Room();
    room.register(aPaddle('ben', { limit: 59_99n }));
    room.bid('anna', 80_00n);
    expect(room.bid('ben', 50_00n)).toBe('over_limit');
  });

  it('within a batch counts the bids before', () => {
    const room = new Room();
    room.register(aPaddle('anna', { limit: 96_00n }));
    const outcomes = room.batch([room.placing('anna', 80_00n), room.placing('anna', 80_01n)]);
    expect(outcomes[1]).toMatchObject({ rejection: { code: 'over_limit' } });
  });

  it('of a leader whose paddle was not given to the decision is a defect', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.paddles.delete('anna');
    expect(() => room.bid('ben', 90_00n)).toThrow('the committed paddle paddle-anna is at hand');
  });
});
