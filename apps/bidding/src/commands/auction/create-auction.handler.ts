import { accept, defined, reject } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { noAuction, type AuctionTerms, type KnownAuction } from '../../domain/auction/auction';
import { evolveAuction } from '../../domain/auction/auction.evolve';
import { decideListing } from '../../domain/auction/list-auction.decide';
import type { Decision } from '../../domain/rejections';
import { insertAuction } from '../../persistence/auction/auction-inserts';
import { decisionTime } from '../../persistence/locks';
import type { BiddingDeps } from '../bidding-deps';

export type CreateAuction = {
  readonly tenantId: string;
  readonly saleId: string;
  readonly sellerId: string;
  /** In the sale's asset unless a price names another. */
  readonly terms: AuctionTerms;
};

/** Makes a draft. Rejections: `not_found` (sale), `wrong_asset`, `invalid_terms`. */
export const createAuction = async (
  { sales, ids }: BiddingDeps,
  sql: Sql,
  { tenantId, saleId, sellerId, terms }: CreateAuction,
): Promise<Decision<KnownAuction>> => {
  const sale = await sales.find(sql, tenantId, saleId);
  if (!sale) return reject('not_found', 'There is no such sale.', { field: '/saleId' });
  const nowMs = await decisionTime(sql, tenantId, []);
  const auctionId = ids.next();
  const decision = decideListing(
    { type: 'create_auction', auctionId, sale, sellerId, terms, nowMs },
    noAuction,
  );
  if (!decision.ok) return decision;
  const created = defined(decision.value[0], 'a created auction has an event');
  const auction = evolveAuction(noAuction, created);
  await insertAuction(sql, tenantId, auction, created);
  return accept(auction);
};
