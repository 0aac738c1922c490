import { accept, defined, type InstantMs, type Rejection, type Result } from '@outcry/kernel';
import type { Outbox, Sql } from '@outcry/messaging';
import type { Item } from '../domain/item';
import { itemDecider, type RegisterItem } from '../domain/item.decide';
import type { ItemRejectionCode } from '../domain/item.rejections';
import { insertItem } from '../persistence/insert-item.sql';
import { lockItem } from '../persistence/lock-item.sql';
import { messagesOf } from '../publishing/item.publisher';

/** The database's clock in whole milliseconds, read in a statement after the lock. */
const DECISION_TIME = `
SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now_ms`;

const decisionTime = async (sql: Sql): Promise<InstantMs> => {
  const { rows } = await sql.query<{ now_ms: string }>(DECISION_TIME);
  return Number(defined(rows[0], 'the database has no clock').now_ms);
};

/**
 * Registers an item in the caller's transaction: lock, decide, save, outbox rows last.
 *
 * Refusals: item_exists, due_time_passed.
 *
 * @param correlationId the request that caused it, for the event's envelope
 */
export const registerItem = async (
  sql: Sql,
  append: Outbox['append'],
  command: Omit<RegisterItem, 'now'>,
  correlationId: string,
): Promise<Result<Item, Rejection<ItemRejectionCode>>> => {
  const before = await lockItem(sql, command.tenantId, command.id);
  const now = await decisionTime(sql);
  const decided = itemDecider.decide({ ...command, now }, before);
  if (!decided.ok) return decided;
  const item = defined(decided.value.reduce(itemDecider.evolve, before), 'nothing was decided');
  await insertItem(sql, item);
  await append(sql, messagesOf(item, decided.value, { correlationId }));
  return accept(item);
};
