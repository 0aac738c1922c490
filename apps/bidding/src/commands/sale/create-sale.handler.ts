import type { Result } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import { createSale, type CreateSale, type Sale } from '../../domain/sale/sale';
import { decisionTime } from '../../persistence/locks';
import type { BiddingDeps } from '../bidding-deps';

/** Makes a sale, whose terms never change. Rejections: `invalid_terms`. */
export const makeSale = async (
  { sales, ids }: BiddingDeps,
  sql: Sql,
  tenantId: string,
  terms: Omit<CreateSale, 'saleId' | 'nowMs'>,
): Promise<Result<Sale>> => {
  const nowMs = await decisionTime(sql, tenantId, []);
  const sale = createSale({ ...terms, saleId: ids.next(), nowMs });
  if (sale.ok) await sales.insert(sql, tenantId, sale.value);
  return sale;
};
