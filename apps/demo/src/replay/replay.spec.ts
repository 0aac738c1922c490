import type { RecordedAuction } from '../recorded/recorded-auction';
import { dealLanes, limitsOf } from './funding';
import { newProgress } from './progress';
import { reportOf, unexplained } from './report';
import { timelineOf } from './timeline';

const anAuction = (
  id: string,
  bids: [string, bigint, number][],
  finalPrice = 0n,
): RecordedAuction => ({
  id,
  title: id,
  startPrice: 1n,
  opensAtMs: 0,
  endsAtMs: 1_000,
  bids: bids.map(([bidder, amount, atMs], order) => ({ bidder, amount, atMs, order })),
  finalPrice,
  winner: null,
});

describe('limitsOf', () => {
  it('sums each bidder’s highest bids with the premium, rounded up', () => {
    const first = anAuction('1', [
      ['ann', 105n, 1],
      ['ann', 101n, 2],
      ['bob', 50n, 3],
    ]);
    const limits = limitsOf([first, anAuction('2', [['ann', 10n, 1]])]);
    expect([...limits]).toEqual([
      ['ann', 105n + 11n + 10n + 1n],
      ['bob', 55n],
    ]);
  });
});

describe('dealLanes', () => {
  it('deals every auction once, evenly by bids, and makes no empty lane', () => {
    const auctions = ['a', 'b', 'c'].map((id, index) =>
      anAuction(
        id,
        Array.from({ length: index + 1 }, () => ['x', 1n, 1] as [string, bigint, number]),
      ),
    );
    expect(dealLanes(auctions, 2).map((lane) => lane.map(({ id }) => id))).toEqual([
      ['c', 'a'],
      ['b'],
    ]);
    expect(dealLanes(auctions, 8)).toHaveLength(3);
  });
});

describe('timelineOf', () => {
  it('orders bids of all auctions by time, then by the file', () => {
    const timeline = timelineOf([
      anAuction('1', [
        ['ann', 1n, 20],
        ['bob', 2n, 20],
      ]),
      anAuction('2', [['cyd', 3n, 10]]),
    ]);
    expect(timeline.map(({ atMs, bids }) => [atMs, bids.map(({ bid }) => bid.bidder)])).toEqual([
      [10, ['cyd']],
      [20, ['ann', 'bob']],
    ]);
  });
});

describe('reportOf', () => {
  const view = (amount: string) => ({
    auctionId: 'x',
    sequence: 4,
    auction: {
      status: 'sold',
      price: { amount, asset: 'USD/2' },
      leader: '1',
      endsAt: '1970-01-01T00:00:01.000Z',
      extensions: 1,
      bidCount: 1,
      minimumBid: null,
    },
  });
  const lanes = [
    {
      tenantId: 't',
      funded: 0n,
      auctions: [
        { recorded: anAuction('1', [], 150n), view: view('150'), winner: null },
        { recorded: anAuction('2', [], 151n), view: view('150'), winner: null },
        { recorded: anAuction('3', [], 160n), view: view('150'), winner: null },
      ],
    },
  ];
  const report = reportOf({
    rules: { asset: 'USD/2', mode: 'proxy', softClose: null },
    lanes,
    progress: newProgress(3, 0),
    known: [
      { auction: '2', recorded: '1.51', ours: '1.50', cause: 'hidden reserve' },
      { auction: '3', recorded: '1.60', ours: '1.55', cause: 'hidden reserve' },
    ],
    moneyConserved: true,
    eventsConsumed: 12,
    latenciesMs: [5, 1, 9],
    seconds: 1,
  });

  it('counts exact prices and ends, and explains a difference only when it is the known one', () => {
    expect(report).toMatchObject({
      auctions: 3,
      pricesExact: 1,
      endTimesExact: 3,
      eventsPublished: 12,
    });
    expect(report.pricesDiffering.map(({ auction, cause }) => [auction, cause])).toEqual([
      ['2', 'hidden reserve'],
      ['3', 'not known: the engine, or the recording, is wrong'],
    ]);
    expect(unexplained(report).map(({ auction }) => auction)).toEqual(['3']);
    expect(report.commitToConsumedMs).toEqual({ p50: 5, p99: 9 });
  });
});
