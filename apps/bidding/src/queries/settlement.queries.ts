import type { Sql } from '@outcry/messaging';
import type { KnownSettlement } from '../domain/settlement/settlement';
import { fromJson } from '../persistence/json';

/** Settlements of which the party is buyer or seller; null: of everybody. */
const OF_PARTY = `($2::text IS NULL OR buyer_id = $2 OR seller_id = $2)`;

const FIND_SETTLEMENT = `
SELECT state FROM settlement WHERE tenant_id = $1 AND ${OF_PARTY} AND settlement_id = $3`;

const LIST_SETTLEMENTS = `
SELECT state FROM settlement
 WHERE tenant_id = $1 AND ${OF_PARTY}
   AND ($3::uuid IS NULL OR settlement_id < $3)
   AND ($4::uuid IS NULL OR auction_id = $4)
 ORDER BY settlement_id DESC LIMIT $5`;

type Row = { readonly state: unknown };

export const findSettlement = async (
  sql: Sql,
  tenantId: string,
  settlementId: string,
  party: string | null,
): Promise<KnownSettlement | null> => {
  const { rows } = await sql.query<Row>(FIND_SETTLEMENT, [tenantId, party, settlementId]);
  return rows[0] ? fromJson<KnownSettlement>(rows[0].state) : null;
};

export type SettlementFilter = {
  readonly tenantId: string;
  readonly party: string | null;
  readonly auctionId: string | undefined;
  readonly after: string | undefined;
  readonly limit: number;
};

/** Settlements, latest first; one beyond `limit` tells of a next page. */
export const listSettlements = async (
  sql: Sql,
  { tenantId, party, auctionId, after, limit }: SettlementFilter,
): Promise<readonly KnownSettlement[]> => {
  const values = [tenantId, party, after ?? null, auctionId ?? null, limit + 1];
  const { rows } = await sql.query<Row>(LIST_SETTLEMENTS, values);
  return rows.map(({ state }) => fromJson<KnownSettlement>(state));
};
