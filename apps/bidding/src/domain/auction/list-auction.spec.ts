import { aSale, END, HOUR, START, theTerms } from '../../../test/domain/builders';
import { type Auction, type AuctionTerms, noAuction } from './auction';
import { evolveAuction, replayJournal } from './auction.evolve';
import { decideListing, type ListingCommand } from './list-auction.decide';
import { publicViewOf } from './public-view';

const sale = aSale();
const creating = (terms: Partial<AuctionTerms> = {}, nowMs = START - 9): ListingCommand => ({
  ...{ type: 'create_auction', auctionId: 'a', sale, sellerId: 'seller', nowMs },
  terms: theTerms(terms),
});
const editing = (terms: Partial<AuctionTerms>, nowMs = START - 7): ListingCommand => ({
  ...{ type: 'edit_auction', sale, nowMs },
  terms: theTerms(terms),
});
const scheduling = (nowMs = START - 8): ListingCommand => ({ type: 'schedule_auction', nowMs });
const opening = (nowMs = START): ListingCommand => ({ type: 'open_auction', nowMs });

const after = (...commands: ListingCommand[]): Auction =>
  commands.reduce<Auction>((auction, command) => {
    const decision = decideListing(command, auction);
    if (!decision.ok) throw new Error(decision.rejection.code);
    return decision.value.reduce<Auction>(evolveAuction, auction);
  }, noAuction);
const refusal = (auction: Auction, command: ListingCommand) => {
  const decision = decideListing(command, auction);
  return decision.ok ? undefined : [decision.rejection.code, decision.rejection.field];
};

describe('listing an auction', () => {
  it('begins with a draft that nobody else may see', () => {
    const draft = after(creating());
    expect(draft).toEqual({
      status: 'draft',
      auctionId: 'a',
      saleId: 'sale',
      sellerId: 'seller',
      terms: theTerms(),
      sequence: 0,
      publishedAtMs: null,
    });
    expect(publicViewOf(draft)).toBeNull();
    expect(publicViewOf(noAuction)).toBeNull();
  });

  it('is public from the schedule on', () => {
    const scheduled = after(creating({ reserve: 5_00n, buyNow: 9_00n }), scheduling());
    expect(scheduled).toMatchObject({ status: 'scheduled', sequence: 1, publishedAtMs: START - 8 });
    expect(publicViewOf(scheduled)).toEqual({
      status: 'scheduled',
      price: null,
      leader: null,
      bidCount: 0,
      minimumBid: null,
      opensAtMs: START,
      endsAtMs: END,
      extensions: 0,
      reserveMet: false,
      buyNow: 9_00n,
    });
  });

  it('shows no end while only a first bid starts the clock', () => {
    const closing = { kind: 'after_first_bid', durationMs: HOUR } as const;
    expect(publicViewOf(after(creating({ closing }), scheduling()))).toMatchObject({
      endsAtMs: null,
      reserveMet: null,
      buyNow: null,
    });
  });

  it('opens at its time, and once', () => {
    const scheduled = after(creating(), scheduling());
    expect(refusal(scheduled, opening(START - 1))).toEqual(['auction_not_open', undefined]);
    const open = after(creating(), scheduling(), opening());
    expect(open).toMatchObject({ status: 'open', endsAtMs: END, sequence: 2, bids: [] });
    expect(after(creating(), scheduling(), opening(), opening(START + 5))).toEqual(open);
    expect(after(creating(), opening())).toEqual(after(creating()));
  });

  it('can be edited before it opens', () => {
    const draft = after(creating(), editing({ startPrice: 2_00n }));
    expect(draft).toMatchObject({ status: 'draft', sequence: 0, terms: { startPrice: 2_00n } });
    const scheduled = after(creating(), scheduling(), editing({ startPrice: 3_00n }));
    expect(scheduled).toMatchObject({
      status: 'scheduled',
      sequence: 2,
      terms: { startPrice: 3_00n },
    });
  });

  it('can no longer be edited when the start has come, opened or not', () => {
    const code = ['auction_not_editable', undefined];
    expect(refusal(after(creating(), scheduling()), editing({}, START))).toEqual(code);
    expect(refusal(after(creating(), scheduling(), opening()), editing({}))).toEqual(code);
    expect(refusal(after(creating(), scheduling()), editing({}, START - 1))).toBeUndefined();
    expect(refusal(after(creating()), editing({}, START + 1))).toBeUndefined();
  });

  it('is scheduled once, and before its end', () => {
    expect(refusal(after(creating(), scheduling()), scheduling())).toEqual([
      'auction_not_draft',
      undefined,
    ]);
    expect(refusal(after(creating()), scheduling(END))).toEqual([
      'invalid_terms',
      '/closing/endsAt',
    ]);
    expect(refusal(after(creating()), scheduling(END - 1))).toBeUndefined();
    const closing = { kind: 'after_first_bid', durationMs: HOUR } as const;
    expect(refusal(after(creating({ closing })), scheduling(END + 1))).toBeUndefined();
  });

  it('needs an auction for all but its creation', () => {
    expect(refusal(noAuction, scheduling())).toEqual(['not_found', undefined]);
    expect(refusal(noAuction, editing({}))).toEqual(['not_found', undefined]);
  });
});

describe('the terms', () => {
  const at = (endsAtMs: number) => ({ closing: { kind: 'at', endsAtMs } }) as const;
  const after = (durationMs: number) =>
    ({ closing: { kind: 'after_first_bid', durationMs } }) as const;
  const soft = (windowMs: number, maxExtensions: number | null = null) => ({
    softClose: { windowMs, maxExtensions },
  });

  it.each<[string, Partial<AuctionTerms>]>([
    ['/lot/title', { lot: { ...theTerms().lot, title: ' ' } }],
    ['/increments', { increments: { kind: 'percentage', id: 'x', version: 1, basisPoints: 0 } }],
    ['/startPrice', { startPrice: 0n }],
    ['/reserve', { reserve: 1_00n }],
    ['/buyNow', { buyNow: 1_29n }],
    ['/buyNow', { reserve: 5_00n, buyNow: 5_00n }],
    ['/closing/endsAt', at(START)],
    ['/closing/durationMs', after(0)],
    ['/closing/durationMs', after(0.5)],
    ['/softClose/windowMs', soft(0)],
    ['/softClose/maxExtensions', soft(1, 0)],
    ['/rules', { rules: { ...theTerms().rules, lowerReserveLeftMs: -1 } }],
    ['/rules', { rules: { ...theTerms().rules, lowerReserveLeftMs: 0.5 } }],
  ])('are refused with the field %s (%#)', (field, terms) => {
    expect(refusal(noAuction, creating(terms))).toEqual(['invalid_terms', field]);
  });

  it.each<Partial<AuctionTerms>>([
    { startPrice: 1n },
    { reserve: 1_01n },
    { buyNow: 1_30n },
    { reserve: 5_00n, buyNow: 5_01n },
    at(START + 1),
    after(1),
    soft(1),
    soft(1, 1),
    {
      rules: { freeWithdrawalLeftMs: 0, lateRetractionWithinMs: 0, lowerReserveLeftMs: 0 },
    },
  ])('are accepted at their bounds (%#)', (terms) => {
    expect(refusal(noAuction, creating(terms))).toBeUndefined();
  });

  it('end in the future and come in the asset of the sale', () => {
    expect(refusal(noAuction, creating({}, END))).toEqual(['invalid_terms', '/closing/endsAt']);
    expect(refusal(noAuction, creating({}, END - 1))).toBeUndefined();
    expect(refusal(noAuction, creating({ asset: 'EUR/2' }))).toEqual(['wrong_asset', '/asset']);
  });
});

describe('a journal', () => {
  it('begins with the creation, once', () => {
    expect(() => replayJournal([{ type: 'auction_scheduled', atMs: 1 }])).toThrow(
      'a journal begins with auction_created',
    );
    const created = decideListing(creating(), noAuction);
    if (!created.ok) throw new Error('refused');
    expect(() => replayJournal([...created.value, ...created.value])).toThrow('created once');
    expect(replayJournal([])).toEqual(noAuction);
  });

  it('with an event out of place is a defect', () => {
    const draft = after(creating());
    const open = after(creating(), scheduling(), opening());
    const award = {
      ...{ paddleId: 'p', bidderId: 'b', number: '1' },
      settlementId: 's',
      hammer: 1n,
      premium: 0n,
    };
    expect(() => evolveAuction(draft, { type: 'auction_unsold', atMs: 1 })).toThrow('not open');
    expect(() => evolveAuction(open, { type: 'auction_scheduled', atMs: 1 })).toThrow(
      'already begun',
    );
    expect(() => evolveAuction(open, { type: 'lot_returned', atMs: 1, from: award })).toThrow(
      'not sold',
    );
    expect(() =>
      evolveAuction(draft, { type: 'candidate_passed_over', atMs: 1, ...award, standing: null }),
    ).toThrow('without bids');
  });
});
