import { toTimestamp } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import type { Sale } from '../../domain/sale/sale';
import { fromJson, toJson } from '../json';

const FIND_SALE = `SELECT state FROM sale WHERE tenant_id = $1 AND sale_id = $2`;

const INSERT_SALE = `
INSERT INTO sale (sale_id, tenant_id, state, created_at) VALUES ($1, $2, $3, $4)`;

/** The next number of a sale, given under the lock of its row. */
const NEXT_PADDLE_NUMBER = `
UPDATE sale SET paddles_registered = paddles_registered + 1
 WHERE tenant_id = $1 AND sale_id = $2
RETURNING paddles_registered AS number`;

const CACHED = 1_000;

export type Sales = {
  /** Null when the tenant has no such sale. */
  readonly find: (sql: Sql, tenantId: string, saleId: string) => Promise<Sale | null>;
  readonly insert: (sql: Sql, tenantId: string, sale: Sale) => Promise<void>;
  /** The number of the next paddle of an existing sale. */
  readonly nextPaddleNumber: (sql: Sql, tenantId: string, saleId: string) => Promise<string>;
};

/** Sales never change once made, so those that were read stay in memory. */
export const createSales = (): Sales => {
  const cache = new Map<string, Sale>();
  const remember = (key: string, sale: Sale): Sale => {
    if (cache.size >= CACHED) cache.delete(cache.keys().next().value ?? '');
    cache.set(key, sale);
    return sale;
  };
  return {
    find: async (sql, tenantId, saleId) => {
      const key = `${tenantId} ${saleId}`;
      const cached = cache.get(key);
      if (cached) return cached;
      const { rows } = await sql.query<{ state: unknown }>(FIND_SALE, [tenantId, saleId]);
      return rows[0] ? remember(key, fromJson<Sale>(rows[0].state)) : null;
    },
    insert: async (sql, tenantId, sale) => {
      const createdAt = toTimestamp(sale.createdAtMs);
      await sql.query(INSERT_SALE, [sale.saleId, tenantId, toJson(sale), createdAt]);
    },
    nextPaddleNumber: async (sql, tenantId, saleId) => {
      const { rows } = await sql.query<{ number: number }>(NEXT_PADDLE_NUMBER, [tenantId, saleId]);
      return String(rows[0]?.number);
    },
  };
};
