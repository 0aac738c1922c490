import { aPaddle, DAY, END, HOUR, START } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';

describe('the hammer', () => {
  it('sells to the leader at the visible price, and begins the settlement', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.bid('ben', 50_00n);
    expect(room.close(END)).toBe('ok');
    expect(room.known()).toMatchObject({
      status: 'sold',
      by: 'hammer',
      closedAtMs: END,
      award: {
        bidderId: 'anna',
        paddleId: 'paddle-anna',
        number: '#anna',
        hammer: 51_00n,
        premium: 10_20n,
        settlementId: 'settlement-3',
      },
    });
    expect(room.settlement()).toEqual({
      status: 'awaiting_capture',
      settlementId: 'settlement-3',
      auctionId: 'auction',
      saleId: 'sale',
      sellerId: 'seller',
      buyerId: 'anna',
      paddleId: 'paddle-anna',
      invoice: {
        asset: 'USD/2',
        hammer: 51_00n,
        premium: 10_20n,
        premiumVersion: 1,
        commission: 5_10n,
        commissionVersion: 1,
      },
      startedAtMs: END,
      paymentDueAtMs: END + 2 * DAY,
      deliveryMs: 14 * DAY,
      disputeMs: 7 * DAY,
      request: {
        kind: 'capture_hold',
        commandId: 'command-3',
        reference: { type: 'settlement', id: 'settlement-3' },
        holdId: 'paddle-anna',
        amount: { amount: 61_20n, asset: 'USD/2' },
        creditAccount: 'escrow:sale',
      },
    });
  });

  it('turns the exposure of the maximum into that of the invoice', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.bid('ben', 50_00n);
    room.close(END);
    expect(room.exposureOf('anna')).toBe(61_20n);
    expect(room.paddleOf('anna')).toMatchObject({
      commitments: {
        auction: {
          kind: 'won',
          settlementId: 'settlement-3',
          hammer: 51_00n,
          premium: 10_20n,
          covered: 61_20n,
        },
      },
    });
  });

  it('leaves a lot without bids unsold', () => {
    const room = new Room();
    room.close(END);
    expect(room.view()).toMatchObject({ status: 'unsold', price: null, minimumBid: null });
    expect(room.known()).toMatchObject({ closedAtMs: END });
    expect(room.settlements.size).toBe(0);
  });

  it('does not fall before the end', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    expect(room.close(END - 1)).toBe('auction_not_over');
    expect(room.close(END)).toBe('ok');
  });

  it('falls once', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    room.close(END);
    const journal = [...room.journal];
    expect(room.close(END + 1)).toBe('ok');
    expect(room.journal).toEqual(journal);
    expect(room.settlements.size).toBe(1);
  });

  it('also opens an auction that nobody has touched', () => {
    const room = new Room();
    expect(room.close(START - 1)).toBe('auction_not_open');
    expect(room.close(END + HOUR)).toBe('ok');
    expect(room.eventTypes().slice(2)).toEqual(['auction_opened', 'auction_unsold']);
  });

  it('needs an auction', () => {
    const room = new Room();
    room.auction = { status: 'none' };
    expect(room.close(END)).toBe('not_found');
  });

  it('does nothing to a cancelled auction', () => {
    const room = new Room();
    room.cancel('operator');
    expect(room.close(END)).toBe('ok');
    expect(room.auction.status).toBe('cancelled');
  });
});

describe('a deposit factor below 1', () => {
  const sale = { depositBasisPoints: 1_000 };
  const paddle = (limit: bigint) =>
    aPaddle('anna', { limit, held: limit / 10n, depositBasisPoints: 1_000 });

  it('sets the deposit share aside and asks the wallet for the rest before the capture', () => {
    const room = new Room({}, sale);
    room.register(paddle(1_000_00n));
    room.bid('anna', 100_00n);
    room.bid('ben', 99_00n);
    room.close(END);
    expect(room.settlement()).toMatchObject({
      status: 'awaiting_payment',
      shortfall: 108_00n,
      refusals: 0,
      request: {
        kind: 'increase_hold',
        holdId: 'paddle-anna',
        amount: { amount: 108_00n, asset: 'USD/2' },
        reference: { type: 'settlement' },
      },
    });
    expect(room.paddleOf('anna')).toMatchObject({ commitments: { auction: { covered: 12_00n } } });
  });

  it('sets aside no more than what is left of the hold', () => {
    const room = new Room({}, sale);
    const won = {
      kind: 'won',
      settlementId: 'x',
      hammer: 700_00n,
      premium: 140_00n,
      covered: 95_00n,
    } as const;
    room.register({ ...paddle(1_000_00n), commitments: { other: won } });
    room.bid('anna', 100_00n);
    room.bid('ben', 99_00n);
    room.close(END);
    expect(room.paddleOf('anna')).toMatchObject({ commitments: { auction: { covered: 5_00n } } });
    expect(room.settlement()).toMatchObject({ shortfall: 115_00n });
  });
});

describe('cancelling', () => {
  it('frees the leader and keeps the history', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    expect(room.cancel('seller')).toBe('ok');
    expect(room.view()).toMatchObject({ status: 'cancelled', bidCount: 1, minimumBid: null });
    expect(room.known()).toMatchObject({ closedAtMs: START });
    expect(room.exposureOf('anna')).toBe(0n);
    expect(room.cancel('seller')).toBe('auction_cancelled');
  });

  it('near the end is the seller’s only without bids', () => {
    const near = END - 12 * HOUR;
    const room = new Room();
    room.bid('anna', 80_00n);
    expect(room.cancel('seller', near)).toBe('cancellation_too_late');
    expect(room.cancel('seller', near - 1)).toBe('ok');
    expect(new Room().cancel('seller', near)).toBe('ok');
    const another = new Room();
    another.bid('anna', 80_00n);
    expect(another.cancel('operator', near)).toBe('ok');
  });

  it('is free while the clock has not started', () => {
    const closing = { kind: 'after_first_bid', durationMs: HOUR } as const;
    const room = new Room({ closing, reserve: 50_00n });
    room.bid('anna', 5_00n);
    expect(room.cancel('seller')).toBe('ok');
  });

  it('is too late when the end has come', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    expect(room.cancel('operator', END)).toBe('auction_closed');
    room.close(END);
    expect(room.cancel('operator')).toBe('auction_closed');
    room.auction = { status: 'none' };
    expect(room.cancel('operator')).toBe('not_found');
  });

  it('before the opening shows the end that was planned', () => {
    const room = new Room();
    expect(room.cancel('seller', START - 1)).toBe('ok');
    expect(room.view()).toMatchObject({ status: 'cancelled', endsAtMs: END, bidCount: 0 });
    const floating = new Room({ closing: { kind: 'after_first_bid', durationMs: HOUR } });
    floating.cancel('seller', START - 1);
    expect(floating.view().endsAtMs).toBeNull();
  });
});
