import type { Sql } from '@outcry/messaging';
import type { Item } from '../domain/item';
import { ITEM_COLUMNS, itemOfRow, type ItemRow } from './item.row';

const LOCK = `SELECT ${ITEM_COLUMNS} FROM item WHERE tenant_id = $1 AND id = $2 FOR UPDATE`;

/** The item, locked until the end of the transaction; null when there is none. */
export const lockItem = async (sql: Sql, tenantId: string, id: string): Promise<Item | null> => {
  const { rows } = await sql.query<ItemRow>(LOCK, [tenantId, id]);
  return rows[0] === undefined ? null : itemOfRow(rows[0]);
};
