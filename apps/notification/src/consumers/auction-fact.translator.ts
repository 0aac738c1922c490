import { bidding, type MessageDefinition } from '@outcry/contracts';
import { defined, fromTimestamp } from '@outcry/kernel';
import { isMessage, type ReceivedMessage } from '@outcry/messaging';
import type { AuctionChange, AuctionFact } from '../domain/auction-fact';

export const AUCTION_EVENTS = [
  bidding.auctionScheduledV1,
  bidding.auctionEditedV1,
  bidding.auctionOpenedV1,
  bidding.bidPlacedV1,
  bidding.reserveLoweredV1,
  bidding.bidsWithdrawnV1,
  bidding.auctionClosedV1,
  bidding.auctionCancelledV1,
  bidding.lotReawardedV1,
  bidding.lotReturnedV1,
  bidding.candidatePassedOverV1,
] as const satisfies readonly MessageDefinition[];

/** What every event of an auction carries. */
export type AuctionEventData = {
  readonly auctionId: string;
  readonly saleId: string;
  readonly occurredAt: string;
  readonly auction: bidding.PublicAuctionState;
};

const changeOf = (received: ReceivedMessage): AuctionChange => {
  if (
    isMessage(bidding.auctionScheduledV1, received) ||
    isMessage(bidding.auctionEditedV1, received)
  ) {
    const { sellerId, lot } = received.data;
    return { kind: 'listed', sellerId, title: lot.title };
  }
  if (isMessage(bidding.bidPlacedV1, received)) {
    const { bids, previousLeader, reserveMetNow } = received.data;
    const bidders = [...new Set(bids.map(({ paddle }) => paddle))];
    return { kind: 'bid_placed', bidders, previousLeader, reserveMetNow };
  }
  if (isMessage(bidding.bidsWithdrawnV1, received)) {
    const { by, previousLeader } = received.data;
    return { kind: 'bids_withdrawn', by, previousLeader };
  }
  if (isMessage(bidding.auctionClosedV1, received)) {
    const { winner, hammerPrice, sellerId } = received.data;
    return { kind: 'closed', winner, hammerPrice, sellerId };
  }
  if (isMessage(bidding.lotReawardedV1, received)) {
    const { from, to, hammerPrice, sellerId } = received.data;
    return { kind: 'reawarded', from, to, hammerPrice, sellerId };
  }
  if (isMessage(bidding.lotReturnedV1, received)) {
    const { from, sellerId } = received.data;
    return { kind: 'returned', from, sellerId };
  }
  return { kind: 'other' };
};

/** An auction's event as the inboxes see it. */
export const auctionFactOf = (received: ReceivedMessage): AuctionFact => {
  const { auctionId, saleId, occurredAt, auction } = received.data as AuctionEventData;
  return {
    tenantId: received.tenantId,
    auctionId,
    saleId,
    eventId: received.id,
    sequence: Number(defined(received.sequence, 'an auction event carries its sequence')),
    occurredAtMs: fromTimestamp(occurredAt),
    status: auction.status,
    leader: auction.leader,
    price: auction.price,
    endsAtMs: auction.endsAt === null ? null : fromTimestamp(auction.endsAt),
    change: changeOf(received),
  };
};
