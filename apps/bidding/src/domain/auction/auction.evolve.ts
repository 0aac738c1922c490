import { assert } from '@outcry/kernel';
import {
  type Auction,
  type CancelledAuction,
  type DraftAuction,
  type KnownAuction,
  noAuction,
  type OpenAuction,
  type ScheduledAuction,
  type SoldAuction,
} from './auction';
import type { AuctionEvent } from './auction.events';

const NOT_BEGUN = { endsAtMs: null, extensions: 0, standing: null, bids: [] } as const;

const unopened = (auction: KnownAuction): DraftAuction | ScheduledAuction => {
  assert(
    auction.status === 'draft' || auction.status === 'scheduled',
    `the auction is ${auction.status}, already begun`,
  );
  return auction;
};

const opened = (auction: KnownAuction): OpenAuction => {
  assert(auction.status === 'open', `the auction is ${auction.status}, not open`);
  return auction;
};

const sold = (auction: KnownAuction): SoldAuction => {
  assert(auction.status === 'sold', `the auction is ${auction.status}, not sold`);
  return auction;
};

const contested = (auction: KnownAuction): OpenAuction | SoldAuction => {
  assert(
    auction.status === 'open' || auction.status === 'sold',
    `the auction is ${auction.status}, without bids`,
  );
  return auction;
};

const cancelled = (auction: KnownAuction, atMs: number): CancelledAuction => ({
  ...NOT_BEGUN,
  ...(auction.status === 'scheduled' && auction.terms.closing.kind === 'at'
    ? { endsAtMs: auction.terms.closing.endsAtMs }
    : {}),
  ...auction,
  status: 'cancelled',
  closedAtMs: atMs,
});

type LaterEvent = Exclude<AuctionEvent, { type: 'auction_created' }>;

const changed = (auction: KnownAuction, event: LaterEvent): KnownAuction => {
  switch (event.type) {
    case 'auction_edited':
      return { ...unopened(auction), terms: event.terms };
    case 'auction_scheduled':
      return { ...unopened(auction), status: 'scheduled' };
    case 'auction_opened':
      return { ...unopened(auction), ...NOT_BEGUN, status: 'open', endsAtMs: event.endsAtMs };
    case 'bid_placed': {
      const { endsAtMs, extensions, standing } = event;
      const open = opened(auction);
      return { ...open, endsAtMs, extensions, standing, bids: [...open.bids, event.bid] };
    }
    case 'reserve_lowered': {
      const terms = { ...auction.terms, reserve: event.reserve };
      return { ...auction, terms };
    }
    case 'bids_withdrawn': {
      const open = opened(auction);
      const bids = open.bids.filter((bid) => !event.bidIds.includes(bid.bidId));
      return { ...open, bids, standing: event.standing };
    }
    case 'candidate_passed_over': {
      const state = contested(auction);
      const bids = state.bids.filter((bid) => bid.bidderId !== event.bidderId);
      return { ...state, bids, standing: event.standing };
    }
    case 'auction_sold': {
      const { by, award, atMs } = event;
      return { ...opened(auction), status: 'sold', by, award, closedAtMs: atMs };
    }
    case 'auction_unsold':
      return { ...opened(auction), status: 'unsold', closedAtMs: event.atMs };
    case 'auction_cancelled':
      return cancelled(auction, event.atMs);
    case 'lot_reawarded': {
      const state = sold(auction);
      const bids = state.bids.filter((bid) => bid.bidderId !== event.from.bidderId);
      return { ...state, bids, standing: event.standing, award: event.award };
    }
    case 'lot_returned': {
      const { award: _award, by: _by, ...state } = sold(auction);
      return { ...state, status: 'unsold', standing: null };
    }
  }
};

/**
 * Whether an event takes a public number. Drafts are not public until scheduled, and a change that
 * nobody may see (a secret raise, its retraction) is not, either.
 */
export const isPublicChange = (before: Auction, event: AuctionEvent): boolean => {
  if (event.type === 'auction_created') return false;
  if (before.status === 'draft') return event.type === 'auction_scheduled';
  if (event.type === 'bid_placed') return event.visible.length > 0;
  return event.type === 'bids_withdrawn' ? event.isPublic : true;
};

/** What an event of the journal does to an auction; decides nothing. */
export const evolveAuction = (auction: Auction, event: AuctionEvent): KnownAuction => {
  if (event.type === 'auction_created') {
    assert(auction.status === 'none', 'an auction is created once');
    const { auctionId, saleId, sellerId, terms } = event;
    const known = { auctionId, saleId, sellerId, terms, sequence: 0, publishedAtMs: null };
    return { ...known, status: 'draft' };
  }
  assert(auction.status !== 'none', 'a journal begins with auction_created');
  const next = changed(auction, event);
  if (!isPublicChange(auction, event)) return next;
  return { ...next, sequence: next.sequence + 1, publishedAtMs: event.atMs };
};

/** The state that a journal leads to: equal to the stored one. */
export const replayJournal = (events: readonly AuctionEvent[]): Auction =>
  events.reduce<Auction>(evolveAuction, noAuction);
