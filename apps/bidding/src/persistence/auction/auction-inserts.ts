import { toTimestamp } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import type { KnownAuction } from '../../domain/auction/auction';
import type { AuctionEvent } from '../../domain/auction/auction.events';
import { toJson } from '../json';
import { endOf } from './auction.records';
import { stateFieldsOf } from './auction.row';

const INSERT_AUCTION = `
INSERT INTO auction (auction_id, tenant_id, sale_id, seller_id, status, opens_at, ends_at, sequence,
                     version, last_decided_at, terms, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11)`;

const INSERT_FIRST_ENTRY = `
INSERT INTO auction_journal (auction_id, entry, event) VALUES ($1, 1, $2)`;

/** Stores a new auction and the first entry of its journal. */
export const insertAuction = async (
  sql: Sql,
  tenantId: string,
  auction: KnownAuction,
  created: AuctionEvent,
): Promise<void> => {
  const { auctionId, saleId, sellerId, status, terms, sequence } = auction;
  const endsAtMs = endOf(auction);
  await sql.query(INSERT_AUCTION, [
    ...[auctionId, tenantId, saleId, sellerId, status, toTimestamp(terms.opensAtMs)],
    endsAtMs === null ? null : toTimestamp(endsAtMs),
    ...[sequence, toTimestamp(created.atMs), toJson(terms), toJson(stateFieldsOf(auction))],
  ]);
  await sql.query(INSERT_FIRST_ENTRY, [auctionId, toJson(created)]);
};
