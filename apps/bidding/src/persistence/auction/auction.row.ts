import type { InstantMs } from '@outcry/kernel';
import type { AuctionTerms, Bid, KnownAuction } from '../../domain/auction/auction';
import { fromJson } from '../json';

export type AuctionRow = {
  readonly auction_id: string;
  readonly tenant_id: string;
  readonly sale_id: string;
  readonly seller_id: string;
  readonly version: number;
  readonly last_decided_at: Date;
  readonly terms: unknown;
  readonly state: unknown;
};

/** An auction as its row has it: its live bids are in the journal only. */
export type StoredAuction = {
  readonly tenantId: string;
  readonly auction: KnownAuction;
  /** Number of its journal entries. */
  readonly version: number;
  readonly lastDecidedAtMs: InstantMs;
};

/** The part of an auction that is neither in a column of its own nor in the journal. */
export const stateFieldsOf = (auction: KnownAuction): object => {
  const { auctionId: _id, saleId: _sale, sellerId: _seller, terms: _terms, ...rest } = auction;
  if (!('bids' in rest)) return rest;
  const { bids: _bids, ...withoutBids } = rest;
  return withoutBids;
};

const HAS_BIDS = new Set<KnownAuction['status']>(['open', 'sold', 'unsold', 'cancelled']);

export const storedAuctionOf = (row: AuctionRow): StoredAuction => {
  const rest = fromJson<Pick<KnownAuction, 'status'>>(row.state);
  const bids: readonly Bid[] = [];
  const auction = {
    auctionId: row.auction_id,
    saleId: row.sale_id,
    sellerId: row.seller_id,
    terms: fromJson<AuctionTerms>(row.terms),
    ...rest,
    ...(HAS_BIDS.has(rest.status) ? { bids } : {}),
  } as KnownAuction;
  return {
    tenantId: row.tenant_id,
    auction,
    version: row.version,
    lastDecidedAtMs: row.last_decided_at.getTime(),
  };
};
