import { END, START } from '../../../test/domain/builders';
import { Room } from '../../../test/domain/room';
import type { AuctionEvent, BidPlaced } from './auction.events';
import { auditJournal } from './audit-journal';

const sold = (terms: ConstructorParameters<typeof Room>[0] = {}): Room => {
  const room = new Room(terms);
  room.bid('anna', 80_00n);
  room.bid('ben', 80_00n);
  room.bid('carl', 90_00n);
  room.close(END);
  return room;
};
/** The problems after one event of the journal was changed. */
const problems = (
  room: Room,
  type: AuctionEvent['type'],
  nth: number,
  change: (event: never) => object,
): string[] => {
  const target = room.journal.filter((event) => event.type === type)[nth];
  const forged = room.journal.map((event) =>
    event === target ? { ...event, ...change(event as never) } : event,
  );
  return auditJournal(forged).findings.map(({ problem }) => problem);
};
const standing = (changes: object) => (event: BidPlaced) => ({
  standing: { ...event.standing, ...changes },
});

describe('the audit of a journal', () => {
  it('finds nothing wrong with a course of events, and leads to its state', () => {
    for (const terms of [{}, { reserve: 85_00n }, { mode: 'straight' as const }]) {
      const room = sold(terms);
      expect(auditJournal(room.journal)).toEqual({ state: room.auction, findings: [] });
    }
    const room = sold();
    room.answer('capture_refused');
    room.answer('capture_refused');
    expect(auditJournal(room.journal)).toEqual({ state: room.auction, findings: [] });
    const bought = new Room({ buyNow: 500_00n });
    bought.buy('anna', 500_00n);
    expect(auditJournal(bought.journal).findings).toEqual([]);
  });

  it('names the event', () => {
    const forged = sold().journal.map((event) =>
      event.type === 'auction_sold' ? { ...event, atMs: END - 1 } : event,
    );
    expect(auditJournal(forged).findings).toEqual([
      { index: 6, problem: 'the hammer fell before the end' },
    ]);
  });

  it('finds a bid at the end', () => {
    expect(problems(sold(), 'bid_placed', 0, () => ({ atMs: END - 1 }))).toEqual([]);
    expect(problems(sold(), 'bid_placed', 0, () => ({ atMs: END }))).toEqual([
      'a bid was taken at or after the end',
    ]);
  });

  it('finds a bid on an auction that is not open', () => {
    const room = new Room();
    room.bid('anna', 80_00n);
    const [created, scheduled, , placed] = room.journal;
    const journal = [created, scheduled, placed] as AuctionEvent[];
    expect(() => auditJournal(journal)).toThrow('scheduled, not open');
  });

  it('finds a price that falls, or leaves its bounds', () => {
    expect(problems(sold(), 'bid_placed', 2, standing({ price: 79_99n }))).toContain(
      'a bid lowered the price',
    );
    expect(problems(sold(), 'bid_placed', 0, standing({ price: 99n }))).toEqual([
      'the price is below the start price',
    ]);
    expect(problems(sold(), 'bid_placed', 0, standing({ price: 80_01n }))).toContain(
      'the price exceeds the best bid',
    );
  });

  it('finds a tie that went to the later', () => {
    const swap = (event: BidPlaced) =>
      standing({ leader: { ...event.standing.leader, bidId: 'bid-2', bidderId: 'ben' } })(event);
    expect(problems(sold(), 'bid_placed', 1, swap)).toEqual(['another bid than the best leads']);
  });

  it('finds an end that came forward', () => {
    expect(problems(sold(), 'bid_placed', 2, () => ({ endsAtMs: END - 1 }))).toEqual([
      'the end came forward',
    ]);
  });

  it('finds a wrong buyer or price at the hammer', () => {
    const award = (changes: object) => (event: { award: object }) => ({
      award: { ...event.award, ...changes },
    });
    expect(problems(sold(), 'auction_sold', 0, award({ bidderId: 'anna' }))).toEqual([
      'another than the best bidder won',
    ]);
    expect(problems(sold(), 'auction_sold', 0, award({ hammer: 1n }))).toEqual([
      'the hammer price is not the last price',
    ]);
    const bought = new Room({ buyNow: 500_00n });
    bought.buy('anna', 500_00n, START);
    expect(problems(bought, 'auction_sold', 0, award({ hammer: 1n }))).toEqual([
      'bought at another price',
    ]);
  });

  it('finds a sale below the reserve', () => {
    const room = sold();
    const raise = (event: { terms: object }) => ({ terms: { ...event.terms, reserve: 90_01n } });
    expect(problems(room, 'auction_created', 0, raise)).toEqual(['sold below the reserve']);
  });
});
