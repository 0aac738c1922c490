import {
  bidding,
  idSchema,
  moneySchema,
  principalSchema,
  timestampSchema,
  toWireMoney,
} from '@outcry/contracts';
import { toTimestamp } from '@outcry/kernel';
import { canonicalHash, entityTag } from '@outcry/service';
import { z } from 'zod';
import type { KnownAuction } from '../../domain/auction/auction';
import { toJson } from '../../persistence/json';
import { publicAuctionOf } from '../../publishing/public-auction';
import { softCloseSchema } from './auction-terms.schema';

export const auctionView = z.object({
  auctionId: idSchema,
  saleId: idSchema,
  sellerId: principalSchema,
  status: z.enum(['draft', 'scheduled', 'open', 'sold', 'unsold', 'cancelled']),
  lot: bidding.lotSchema,
  mode: z.enum(['proxy', 'straight']),
  startPrice: moneySchema,
  incrementTable: z.object({ id: z.string(), version: z.int(), kind: z.string() }),
  softClose: softCloseSchema.nullable(),
  sequence: z.int().describe('number of the last public event; 0 for a draft'),
  updatedAt: timestampSchema.nullable().describe('time of the last public event'),
  auction: bidding.publicAuctionState.nullable().describe('null for a draft'),
});

export type AuctionView = z.output<typeof auctionView>;

/** What anybody may see of an auction; derived from public facts only. */
export const viewOfAuction = (auction: KnownAuction): AuctionView => {
  const { auctionId, saleId, sellerId, status, terms, sequence, publishedAtMs } = auction;
  const { id, version, kind } = terms.increments;
  const { title, description, imageUrls } = terms.lot;
  return {
    ...{ auctionId, saleId, sellerId, status },
    lot: { title, description, imageUrls: [...imageUrls] },
    mode: terms.mode,
    startPrice: toWireMoney({ amount: terms.startPrice, asset: terms.asset }),
    incrementTable: { id, version, kind },
    softClose: terms.softClose ? { ...terms.softClose } : null,
    sequence,
    updatedAt: publishedAtMs === null ? null : toTimestamp(publishedAtMs),
    auction: publicAuctionOf(auction),
  };
};

/**
 * The entity tag: of the public state by its number. A draft has none; its tag, which only its
 * seller and operators get, changes with its terms.
 */
export const tagOfAuction = (auction: KnownAuction): string =>
  auction.status === 'draft'
    ? entityTag(auction.auctionId, canonicalHash(JSON.parse(toJson(auction.terms))))
    : entityTag(auction.auctionId, auction.sequence);

/** An answer that shows the auction, with its tag. */
export const auctionAnswer = (auction: KnownAuction, status = 200) => ({
  status,
  headers: { ETag: tagOfAuction(auction) },
  body: viewOfAuction(auction),
});
