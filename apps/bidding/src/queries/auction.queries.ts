import type { Sql } from '@outcry/messaging';
import type { KnownAuction } from '../domain/auction/auction';
import { storedAuctionOf, type AuctionRow } from '../persistence/auction/auction.row';

const COLUMNS = `auction_id, tenant_id, sale_id, seller_id, version, last_decided_at, terms, state`;

const FIND_AUCTION = `SELECT ${COLUMNS} FROM auction WHERE tenant_id = $1 AND auction_id = $2`;

const LIST_AUCTIONS = `
SELECT ${COLUMNS} FROM auction
 WHERE tenant_id = $1
   AND ($2::uuid IS NULL OR auction_id < $2)
   AND ($3::uuid IS NULL OR sale_id = $3)
   AND ($4::text IS NULL OR status = $4)
   AND (status <> 'draft' OR $5 OR seller_id = $6)
 ORDER BY auction_id DESC LIMIT $7`;

/** Who asks: drafts are shown to their seller and to operators only. */
export type Reader = { readonly sellerId: string | null; readonly isOperator: boolean };

const visibleTo = (reader: Reader, { status, sellerId }: KnownAuction): boolean =>
  status !== 'draft' || reader.isOperator || sellerId === reader.sellerId;

export const findAuction = async (
  sql: Sql,
  tenantId: string,
  auctionId: string,
  reader: Reader,
): Promise<KnownAuction | null> => {
  const { rows } = await sql.query<AuctionRow>(FIND_AUCTION, [tenantId, auctionId]);
  if (!rows[0]) return null;
  const { auction } = storedAuctionOf(rows[0]);
  return visibleTo(reader, auction) ? auction : null;
};

export type AuctionFilter = {
  readonly tenantId: string;
  readonly after: string | undefined;
  readonly saleId: string | undefined;
  readonly status: string | undefined;
  readonly limit: number;
};

/** Auctions, newest first; one beyond `limit` tells of a next page. */
export const listAuctions = async (
  sql: Sql,
  { tenantId, after, saleId, status, limit }: AuctionFilter,
  reader: Reader,
): Promise<readonly KnownAuction[]> => {
  const { rows } = await sql.query<AuctionRow>(LIST_AUCTIONS, [
    ...[tenantId, after ?? null, saleId ?? null, status ?? null],
    ...[reader.isOperator, reader.sellerId, limit + 1],
  ]);
  return rows.map((row) => storedAuctionOf(row).auction);
};
