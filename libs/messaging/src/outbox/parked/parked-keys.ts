import { messageRegistry, type MessageDefinition } from '@outcry/contracts';
import { OperationalError, type IdGenerator } from '@outcry/kernel';
import type { Operator } from '../../operator';
import type { Database, Sql } from '../../sql';
import { strictPayload } from '../strict-payload';
import { writeParkedAudit } from './outbox-audit.sql';
import {
  lockParkedRow,
  moveKeyBack,
  replaceParkedRow,
  selectParkedKeys,
  selectParkedRows,
  type ParkedKey,
  type ParkedRow,
} from './parked.sql';

/**
 * Type of the marker that takes the place of a skipped message, with its sequence: consumers that
 * follow a key without gaps go on, and everyone can see that something is missing on purpose.
 */
export const SKIPPED_TYPE = 'outcry.skipped.v1';

const ROWS_SHOWN = 1_000;

const notParked = (what: string): OperationalError =>
  new OperationalError('not_parked', `${what} is not parked`, { retryable: false });

/** The oldest parked key first. */
export const listParkedKeys = (sql: Sql): Promise<readonly ParkedKey[]> => selectParkedKeys(sql);

/** The rows of a parked key in the order in which they will be published; at most 1,000. */
export const showParkedKey = (
  sql: Sql,
  { topic, key }: { readonly topic: string; readonly key: string },
): Promise<readonly ParkedRow[]> => selectParkedRows(sql, topic, key, ROWS_SHOWN);

/** Which message, by whom, and why. */
export type ParkedTarget = { readonly id: string; readonly operator: Operator };

/** Puts something else in a parked row's place: under a new id unless it was never sent. */
const replace = (
  database: Database,
  action: 'fix' | 'skip',
  { id, operator }: ParkedTarget,
  ids: IdGenerator,
  by: (row: ParkedRow) => { readonly type: string; readonly payload: string | null },
): Promise<string> =>
  database.transact(async (sql) => {
    const row = await lockParkedRow(sql, id);
    if (row === undefined) throw notParked(`message ${id}`);
    const { type, payload } = by(row);
    const newId = row.maybeSent ? ids.next() : row.id;
    const headers = {
      ...(JSON.parse(row.headers) as Record<string, string>),
      ce_id: newId,
      ce_type: type,
      ce_dataschema: `/schemas/${type}.json`,
    };
    await replaceParkedRow(sql, id, { id: newId, type, headers: JSON.stringify(headers), payload });
    const { topic, key } = row;
    const done = { action, topic, key, eventId: id, newEventId: newId, rows: 1 };
    await writeParkedAudit(sql, operator, done);
    return newId;
  });

/**
 * Gives a parked message other data, which its contract must allow. It stays parked until its key
 * is released.
 *
 * @returns the message's id, a new one unless it was provably never sent: consumers may have seen
 *   the old id with the old data
 * @throws OperationalError `not_parked`, `unknown_type`; Defect when the data break the contract
 */
export const fixParked = (
  database: Database,
  target: ParkedTarget & { readonly data: unknown },
  ids: IdGenerator,
  definitions: readonly MessageDefinition[] = messageRegistry,
): Promise<string> =>
  replace(database, 'fix', target, ids, ({ type }) => {
    const definition = definitions.find((candidate) => candidate.type === type);
    if (definition === undefined) {
      throw new OperationalError('unknown_type', `${type} has no contract`, { retryable: false });
    }
    return { type, payload: strictPayload(definition, target.data) };
  });

/**
 * Gives up a parked message: a marker with its sequence takes its place. It is published when its
 * key is released.
 *
 * @throws OperationalError `not_parked`
 */
export const skipParked = (
  database: Database,
  target: ParkedTarget,
  ids: IdGenerator,
): Promise<string> =>
  replace(database, 'skip', target, ids, ({ id, type }) => ({
    type: SKIPPED_TYPE,
    payload: JSON.stringify({ skippedId: id, skippedType: type }),
  }));

/**
 * Lets a key go: its rows are published in order, before any newer row of the key. Should the
 * broker refuse one again, the key is parked again.
 *
 * @returns how many rows were released
 * @throws OperationalError `not_parked`
 */
export const releaseParkedKey = (
  database: Database,
  target: { readonly topic: string; readonly key: string; readonly operator: Operator },
): Promise<number> =>
  database.transact(async (sql) => {
    const { topic, key, operator } = target;
    const released = await moveKeyBack(sql, topic, key);
    if (released === undefined) throw notParked(`key ${key} of ${topic}`);
    await writeParkedAudit(sql, operator, { action: 'release', topic, key, rows: released });
    return released;
  });
