import type { InstantMs } from '@outcry/kernel';

export type Money = { readonly amount: string; readonly asset: string };

/** What an event of an auction says of it, as far as inboxes care. Bidders go by paddle number. */
export type AuctionFact = {
  readonly tenantId: string;
  readonly auctionId: string;
  readonly saleId: string;
  readonly eventId: string;
  /** Position in the auction's public order. */
  readonly sequence: number;
  readonly occurredAtMs: InstantMs;
  readonly status: AuctionStatus;
  readonly leader: string | null;
  readonly price: Money | null;
  readonly endsAtMs: InstantMs | null;
  readonly change: AuctionChange;
};

export type AuctionStatus = 'scheduled' | 'open' | 'sold' | 'unsold' | 'cancelled';

export type AuctionChange =
  | { readonly kind: 'listed'; readonly sellerId: string; readonly title: string }
  | {
      readonly kind: 'bid_placed';
      readonly bidders: readonly string[];
      readonly previousLeader: string | null;
      readonly reserveMetNow: boolean;
    }
  | {
      readonly kind: 'bids_withdrawn';
      readonly by: 'bidder' | 'operator';
      readonly previousLeader: string | null;
    }
  | {
      readonly kind: 'closed';
      readonly winner: string | null;
      readonly hammerPrice: Money | null;
      readonly sellerId: string;
    }
  | {
      readonly kind: 'reawarded';
      readonly from: string;
      readonly to: string;
      readonly hammerPrice: Money;
      readonly sellerId: string;
    }
  | { readonly kind: 'returned'; readonly from: string; readonly sellerId: string }
  | { readonly kind: 'other' };

/** What is remembered of an auction between its events. */
export type KnownAuction = {
  readonly tenantId: string;
  readonly auctionId: string;
  readonly saleId: string;
  readonly sellerId: string | null;
  readonly title: string | null;
  readonly status: AuctionStatus;
  readonly leader: string | null;
  readonly endsAtMs: InstantMs | null;
  readonly sequence: number;
  /** Sequence of the last event that said who won; 0 before. */
  readonly resultSequence: number;
};

/** Who has the lot as things stand; null while nobody has. */
export const winnerOf = ({ status, leader }: Pick<KnownAuction, 'status' | 'leader'>) =>
  status === 'sold' ? leader : null;

const hasResult = (change: AuctionChange): boolean =>
  change.kind === 'closed' || change.kind === 'reawarded' || change.kind === 'returned';

/** What is known after a fact; one that comes late adds only what nobody had said. */
export const learn = (known: KnownAuction | undefined, fact: AuctionFact): KnownAuction => {
  const { change } = fact;
  const sellerId = 'sellerId' in change ? change.sellerId : null;
  const title = change.kind === 'listed' ? change.title : null;
  if (known !== undefined && fact.sequence <= known.sequence) {
    return {
      ...known,
      sellerId: known.sellerId ?? sellerId,
      title: known.title ?? title,
      resultSequence: hasResult(change)
        ? Math.max(known.resultSequence, fact.sequence)
        : known.resultSequence,
    };
  }
  return {
    tenantId: fact.tenantId,
    auctionId: fact.auctionId,
    saleId: fact.saleId,
    sellerId: sellerId ?? known?.sellerId ?? null,
    title: title ?? known?.title ?? null,
    status: fact.status,
    leader: fact.leader,
    endsAtMs: fact.endsAtMs,
    sequence: fact.sequence,
    resultSequence: hasResult(change) ? fact.sequence : (known?.resultSequence ?? 0),
  };
};
