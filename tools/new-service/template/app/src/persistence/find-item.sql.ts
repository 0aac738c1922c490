import type { Sql } from '@outcry/messaging';
import type { Item } from '../domain/item';
import { ITEM_COLUMNS, itemOfRow, type ItemRow } from './item.row';

const FIND = `
SELECT ${ITEM_COLUMNS} FROM item
 WHERE tenant_id = $1 AND id = $2 AND ($3::text IS NULL OR registered_by = $3)`;

/** @param owner whose items are looked at; null: the whole tenant's */
export const findItem = async (
  sql: Sql,
  tenantId: string,
  id: string,
  owner: string | null,
): Promise<Item | null> => {
  const { rows } = await sql.query<ItemRow>(FIND, [tenantId, id, owner]);
  return rows[0] === undefined ? null : itemOfRow(rows[0]);
};
