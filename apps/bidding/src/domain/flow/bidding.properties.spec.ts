import fc from 'fast-check';
import { aPaddle, END, MINUTE, START } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';
import type { Bid, BiddingMode } from '../auction/auction';
import { replayJournal } from '../auction/auction.evolve';
import { premiumOn } from '../sale/premium';

type Act =
  | { readonly act: 'bid'; readonly who: number; readonly amount: bigint }
  | { readonly act: 'step'; readonly amount: bigint }
  | { readonly act: 'raise'; readonly by: bigint }
  | { readonly act: 'retract'; readonly who: number }
  | { readonly act: 'void'; readonly index: number };

const BIDDERS = ['anna', 'ben', 'carl', 'dora'];
const nameOf = (index: number): string => BIDDERS[index % BIDDERS.length] ?? 'anna';

const acts = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        act: fc.constant('bid' as const),
        who: fc.nat(3),
        amount: fc.bigInt(1n, 300_00n),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ act: fc.constant('step' as const), amount: fc.bigInt(0n, 300n) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ act: fc.constant('raise' as const), by: fc.bigInt(1n, 50_00n) }),
    },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('retract' as const), who: fc.nat(3) }) },
    { weight: 1, arbitrary: fc.record({ act: fc.constant('void' as const), index: fc.nat(9) }) },
  ),
  { maxLength: 30 },
);
const settings = fc.record({
  mode: fc.constantFrom<BiddingMode>('proxy', 'straight'),
  reserve: fc.option(fc.bigInt(1_01n, 200_00n)),
  softClose: fc.option(
    fc.record({
      windowMs: fc.constant(10 * MINUTE),
      maxExtensions: fc.option(fc.nat(3).map((n) => n + 1)),
    }),
  ),
  late: fc.boolean(),
});
type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

/** Written from the table of eBay, not from the code: least step at a price. */
const stepAt = (price: bigint): bigint => {
  if (price < 1_00n) return 5n;
  if (price < 5_00n) return 25n;
  if (price < 25_00n) return 50n;
  if (price < 100_00n) return 1_00n;
  if (price < 250_00n) return 2_50n;
  return price < 500_00n ? 5_00n : 10_00n;
};
const min = (...values: bigint[]): bigint => values.reduce((a, b) => (a < b ? a : b));
const max = (...values: bigint[]): bigint => values.reduce((a, b) => (a > b ? a : b));

/**
 * The obvious model: who holds the highest amount, the earlier on ties, and what the second best
 * forces the price to, all from the whole list of live bids.
 */
const recompute = (bids: readonly Bid[], mode: BiddingMode, reserve: bigint | null) => {
  const best = (list: readonly Bid[]): Bid | undefined =>
    list.reduce<Bid | undefined>(
      (top, bid) => (top && top.amount >= bid.amount ? top : bid),
      undefined,
    );
  const leader = best(bids);
  if (!leader) return null;
  const reserveMet = reserve === null ? null : leader.amount >= reserve;
  if (mode === 'straight') return { leader: leader.bidderId, price: leader.amount, reserveMet };
  const others = bids.filter((bid) => bid.bidderId !== leader.bidderId);
  const second = best(others)?.amount ?? 0n;
  const forced = second === 0n ? 1_00n : min(leader.amount, second + stepAt(second));
  if (reserveMet === false) return { leader: leader.bidderId, price: leader.amount, reserveMet };
  const floor = reserveMet ? max(forced, reserve ?? 0n) : forced;
  return { leader: leader.bidderId, price: floor, reserveMet };
};

const play = (setting: Settings, script: readonly Act[], check: (room: Room) => void): Room => {
  const { mode, reserve, softClose } = setting;
  const room = new Room({ mode, reserve, softClose });
  const start = setting.late ? END - 30 * MINUTE : START;
  script.forEach((act, index) => {
    const atMs = start + index * MINUTE;
    const { standing } = room.known() as { standing?: { leader: Bid } | null };
    const bids = (room.known() as { bids?: readonly Bid[] }).bids ?? [];
    if (act.act === 'bid') room.bid(nameOf(act.who), act.amount, atMs);
    if (act.act === 'step')
      room.bid(nameOf(index), (room.view().minimumBid ?? 1_00n) + act.amount, atMs);
    if (act.act === 'raise' && standing)
      room.bid(standing.leader.bidderId, standing.leader.amount + act.by, atMs);
    if (act.act === 'retract') room.retract(nameOf(act.who), atMs);
    if (act.act === 'void') room.voidBid(bids[act.index % (bids.length || 1)]?.bidId ?? '', atMs);
    check(room);
  });
  return room;
};

const bidsOf = (room: Room): readonly Bid[] =>
  (room.known() as { bids?: readonly Bid[] }).bids ?? [];

/** A leader's raise keeps a price at which the old maximum was capped, hence "at most". */
const agrees = (room: Room, { mode, reserve }: Settings): void => {
  const model = recompute(bidsOf(room), mode, reserve);
  const { price, leader, reserveMet } = room.view();
  expect(leader).toBe(model ? `#${model.leader}` : null);
  if (!model) return;
  expect(reserveMet).toBe(model.reserveMet);
  expect(price).not.toBeNull();
  expect((price ?? 0n) <= model.price).toBe(true);
  const bids = bidsOf(room);
  const hasRaise = bids.filter((bid) => `#${bid.bidderId}` === leader).length > 1;
  if (!hasRaise) expect(price).toBe(model.price);
};

describe('any course of bids, raises, retractions and voids', () => {
  it('has the leader and the price that the live bids make', () => {
    fc.assert(
      fc.property(settings, acts, (setting, script) => {
        play(setting, script, (room) => {
          agrees(room, setting);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('commits exactly the leader, to the maximum and its premium', () => {
    fc.assert(
      fc.property(settings, acts, (setting, script) => {
        play(setting, script, (room) => {
          const leader = room.leader();
          for (const bidder of room.paddles.keys()) {
            const amounts = bidsOf(room)
              .filter((bid) => bid.bidderId === bidder)
              .map((bid) => bid.amount);
            const maximum = max(0n, ...amounts);
            const expected =
              leader === `#${bidder}` ? maximum + premiumOn(room.sale.premium, maximum) : 0n;
            expect(room.exposureOf(bidder)).toBe(expected);
          }
        });
      }),
      { numRuns: 200 },
    );
  });

  it('never lets exposure exceed a limit, and passes over who cannot cover', () => {
    const limits = fc.array(fc.bigInt(1_00n, 200_00n), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(settings, acts, limits, (setting, script, amounts) => {
        const room = new Room({ mode: setting.mode, reserve: setting.reserve });
        BIDDERS.forEach((bidder, index) => {
          const elsewhere = { kind: 'leading', maximum: 10_00n, premium: 2_00n } as const;
          const limit = (amounts[index] ?? 0n) + 12_00n;
          room.register(aPaddle(bidder, { limit, commitments: { elsewhere } }));
        });
        script.forEach((act, index) => {
          if (act.act === 'bid') room.bid(nameOf(act.who), act.amount, START + index);
          if (act.act === 'retract') room.retract(nameOf(act.who), START + index);
        });
        for (const [bidder, paddle] of room.paddles)
          expect(room.exposureOf(bidder) <= paddle.limit).toBe(true);
        room.close(END);
        for (const [bidder, paddle] of room.paddles)
          expect(room.exposureOf(bidder) <= paddle.limit).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('is rebuilt by its journal, and numbers its public events without a gap', () => {
    fc.assert(
      fc.property(settings, acts, (setting, script) => {
        const room = play(setting, script, () => {});
        room.close(END + 999 * MINUTE);
        expect(replayJournal(room.journal)).toEqual(room.auction);
        const secrets = room.journal.filter(
          (event) =>
            event.type === 'auction_created' ||
            (event.type === 'bid_placed' && event.visible.length === 0) ||
            (event.type === 'bids_withdrawn' && !event.isPublic),
        );
        expect(room.known().sequence).toBe(room.journal.length - secrets.length);
      }),
      { numRuns: 200 },
    );
  });

  it('never lowers the price by a bid, and never shows more than the leader has offered', () => {
    fc.assert(
      fc.property(settings, acts, (setting, script) => {
        let before = 0n;
        const onlyBids = script.filter(({ act }) => act !== 'retract' && act !== 'void');
        play(setting, onlyBids, (room) => {
          const price = room.price() ?? 0n;
          expect(price >= before).toBe(true);
          before = price;
          expect(price <= max(0n, ...bidsOf(room).map(({ amount }) => amount))).toBe(true);
        });
      }),
      { numRuns: 200 },
    );
  });

  it('looks the same with and without the secret raises of its leaders', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 20 }), fc.nat(20), (steps, at) => {
        const [plain, raised] = [new Room(), new Room()];
        for (const room of [plain, raised]) room.bid('anna', 900_00n);
        steps.forEach((step, index) => {
          if (index === at) raised.bid('anna', 950_00n);
          const amount = (plain.view().minimumBid ?? 0n) + BigInt(step * 10);
          for (const room of [plain, raised]) room.bid('ben', amount);
          expect(raised.view()).toEqual(plain.view());
          expect(raised.known().sequence).toBe(plain.known().sequence);
          expect(raised.known().publishedAtMs).toBe(plain.known().publishedAtMs);
        });
      }),
      { numRuns: 100 },
    );
  });
});
