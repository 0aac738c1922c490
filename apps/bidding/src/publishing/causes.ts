import type { TraceHeaders } from '@outcry/messaging';
import type { AuctionEvent } from '../domain/auction/auction.events';

/**
 * Several bids or answers share a transaction, and each event continues the trace of its own cause:
 * the traces by the id of the bid, settlement or paddle that they concern.
 */
export type Causes = ReadonlyMap<string, TraceHeaders | undefined>;

export const NO_CAUSES: Causes = new Map();

/** Which bid or settlement caused an auction's event; the sale or the clock caused the others. */
export const causeIdOf = (event: AuctionEvent): string | null => {
  switch (event.type) {
    case 'bid_placed':
      return event.bid.bidId;
    case 'auction_sold':
      return event.award.settlementId;
    case 'lot_reawarded':
    case 'lot_returned':
      return event.from.settlementId;
    default:
      return null;
  }
};

/** The part of a message that carries its cause's trace, when that is known. */
export const causedBy = (causes: Causes, id: string | null) => {
  const trace = id === null ? undefined : causes.get(id);
  return trace === undefined ? {} : { causation: { trace } };
};
