import type { AuctionChange, AuctionFact, AuctionStatus } from '../src/domain/auction-fact';

/** The fact that is an auction's `sequence`-th. */
export const aFact = (
  sequence: number,
  change: AuctionChange,
  leader: string | null,
  status: AuctionStatus,
): AuctionFact => ({
  tenantId: 'acme',
  auctionId: 'a1',
  saleId: 's1',
  eventId: `e${sequence}`,
  sequence,
  occurredAtMs: sequence,
  status,
  leader,
  price: null,
  endsAtMs: null,
  change,
});

/** Facts of one auction, numbered in the order in which they are made. */
export const aHistory = () => {
  let sequence = 0;
  const fact = (
    change: AuctionChange,
    leader: string | null,
    status: AuctionStatus = 'open',
  ): AuctionFact => {
    sequence += 1;
    return aFact(sequence, change, leader, status);
  };
  return {
    listed: fact({ kind: 'listed', sellerId: 'sam', title: 'Lamp' }, null, 'scheduled'),
    bid: (leader: string, previousLeader: string | null, reserveMetNow = false) =>
      fact({ kind: 'bid_placed', bidders: [leader], previousLeader, reserveMetNow }, leader),
    withdrawn: (by: 'bidder' | 'operator', previousLeader: string, leader: string | null) =>
      fact({ kind: 'bids_withdrawn', by, previousLeader }, leader),
    closed: (winner: string | null) =>
      fact(
        { kind: 'closed', winner, hammerPrice: null, sellerId: 'sam' },
        winner,
        winner === null ? 'unsold' : 'sold',
      ),
    cancelled: (leader: string | null) => fact({ kind: 'other' }, leader, 'cancelled'),
    reawarded: (from: string, to: string) => {
      const hammerPrice = { amount: '1', asset: 'USD/2' };
      return fact({ kind: 'reawarded', from, to, hammerPrice, sellerId: 'sam' }, to, 'sold');
    },
    returned: (from: string) => fact({ kind: 'returned', from, sellerId: 'sam' }, null, 'unsold'),
    other: (leader: string | null) => fact({ kind: 'other' }, leader),
  };
};
