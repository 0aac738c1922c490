import { toTimestamp } from '@outcry/kernel';
import type { Sql } from '@outcry/messaging';
import type { Item } from '../domain/item';
import { ITEM_COLUMNS } from './item.row';

const INSERT = `INSERT INTO item (${ITEM_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)`;

export const insertItem = async (sql: Sql, item: Item): Promise<void> => {
  await sql.query(INSERT, [
    item.tenantId,
    item.id,
    item.title,
    item.registeredBy,
    toTimestamp(item.registeredAt),
    toTimestamp(item.dueAt),
    item.version.toString(),
  ]);
};
