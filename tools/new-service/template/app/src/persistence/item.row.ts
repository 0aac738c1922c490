import type { Item } from '../domain/item';

export type ItemRow = {
  tenant_id: string;
  id: string;
  title: string;
  registered_by: string;
  registered_at: Date;
  due_at: Date;
  version: string;
};

export const ITEM_COLUMNS = 'tenant_id, id, title, registered_by, registered_at, due_at, version';

export const itemOfRow = (row: ItemRow): Item => ({
  tenantId: row.tenant_id,
  id: row.id,
  title: row.title,
  registeredBy: row.registered_by,
  registeredAt: row.registered_at.getTime(),
  dueAt: row.due_at.getTime(),
  version: BigInt(row.version),
});
