import { createFindings } from '../check/findings';
import type { AuctionRow, JournalEvent } from '../check/evidence';
import { checkJournal } from './journal.check';

const END = 10_000;
const terms = {
  mode: 'proxy',
  startPrice: 1_000n,
  reserve: null,
  buyNow: null,
  softClose: { windowMs: 2_000, maxExtensions: 1 },
};
const ann = { bidId: 'b1', bidderId: 'ann', amount: 5_000n };
const bob = { bidId: 'b2', bidderId: 'bob', amount: 5_000n };
const visible = [{}];
const bids = { endsAtMs: END, extensions: 0, visible };

/** Ann leads with 5,000; Bob's equal bid lets her lead at 5,000 and moves the end. */
const JOURNAL: readonly JournalEvent[] = [
  { type: 'auction_created', atMs: 0, terms },
  { type: 'auction_scheduled', atMs: 1 },
  { type: 'auction_opened', atMs: 2, endsAtMs: END },
  { type: 'bid_placed', atMs: 3, ...bids, bid: ann, standing: { price: 1_000n, leader: ann } },
  {
    type: 'bid_placed',
    atMs: 9_000,
    ...bids,
    endsAtMs: 11_000,
    bid: bob,
    standing: { price: 5_000n, leader: ann },
  },
  {
    type: 'auction_sold',
    atMs: 11_000,
    by: 'hammer',
    award: { bidderId: 'ann', hammer: 5_000n },
  },
];

const rowOf = (journal: readonly JournalEvent[]): AuctionRow => ({
  auction_id: 'a',
  sale_id: 's',
  status: 'sold',
  sequence: 5,
  version: journal.length,
  ends_at: null,
  journal,
});
const changed = (at: number, change: object): JournalEvent[] =>
  JOURNAL.map((event, index) => (index === at ? { ...event, ...change } : event));

const faultsOf = (journal: readonly JournalEvent[]): string[] => {
  const findings = createFindings();
  checkJournal(rowOf(journal), findings);
  return findings.failures().map((failure) => failure.split(':')[0] ?? '');
};

describe('the check of a private journal', () => {
  it('finds nothing wrong with a true one', () => {
    expect(faultsOf(JOURNAL)).toEqual([]);
  });

  it.each<[string, string, JournalEvent[]]>([
    [
      'a tie given to the later bid',
      'bidding.best-bid-leads',
      changed(4, { standing: { price: 5_000n, leader: bob } }),
    ],
    [
      'another price than the bids make',
      'bidding.price',
      changed(4, { standing: { price: 4_900n, leader: ann } }),
    ],
    ['a bid after the end', 'bidding.none-after-the-end', changed(4, { atMs: END })],
    ['an end that did not move', 'bidding.end', changed(4, { endsAtMs: END })],
    ['a hammer before the end', 'bidding.hammer', changed(5, { atMs: 10_999 })],
    [
      'another winner',
      'bidding.hammer',
      changed(5, { award: { bidderId: 'bob', hammer: 5_000n } }),
    ],
    ['time that goes back', 'bidding.row-is-journal', changed(1, { atMs: -1 })],
    ['two ends', 'bidding.one-close', [...JOURNAL, JOURNAL[5] as JournalEvent]],
    ['an entry that is missing', 'bidding.price', JOURNAL.filter((_, index) => index !== 3)],
  ])('finds %s', (_name, invariant, journal) => {
    expect(faultsOf(journal)).toContain(invariant);
  });
});
