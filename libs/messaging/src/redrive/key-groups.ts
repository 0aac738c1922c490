import { slices } from '../consumer/delivery/key-lanes';
import type { Sql } from '../sql';
import { listHeld, listHeldByIds, type HeldSummary } from './held-listing';

/** Messages that are acted on in one transaction: all of a parked key, or some that wait alone. */
export type KeyGroup = {
  readonly parked: boolean;
  readonly messages: readonly HeldSummary[];
};

const ALONE_AT_ONCE = 200;
const WHOLE_KEY = 1_000_000;

const nameOf = ({ consumer, topic, key }: HeldSummary): string =>
  JSON.stringify([consumer, topic, key]);

/** Parts a listing into what is acted on together. */
export const groupsOf = (messages: readonly HeldSummary[]): readonly KeyGroup[] => {
  const [alone = [], inKeys = []] = [false, true].map((parked) =>
    messages.filter((message) => message.keyParked === parked),
  );
  return [
    ...[...Map.groupBy(inKeys, nameOf).values()].map((of) => ({ parked: true, messages: of })),
    ...slices(alone, ALONE_AT_ONCE).map((of) => ({ parked: false, messages: of })),
  ];
};

const LOCK_KEY = `
  SELECT 1 FROM held_key WHERE consumer = $1 AND topic = $2 AND key = $3 FOR UPDATE`;
const LOCK_ROWS = 'SELECT 1 FROM held_message WHERE id = ANY($1::bigint[]) ORDER BY id FOR UPDATE';

/**
 * Locks a group as the drain does (the key, then its rows) and reads it again: a parked key whole
 * and in order, of the others what the drain has left.
 */
export const lockGroup = async (sql: Sql, { parked, messages }: KeyGroup): Promise<KeyGroup> => {
  const [first] = messages;
  if (first === undefined) return { parked, messages };
  const { consumer, topic, key } = first;
  if (parked) {
    await sql.query(LOCK_KEY, [consumer, topic, key]);
    return { parked, messages: await listHeld(sql, { consumer, topic, key }, WHOLE_KEY) };
  }
  const ids = messages.map(({ id }) => id);
  await sql.query(LOCK_ROWS, [ids]);
  return { parked, messages: await listHeldByIds(sql, ids) };
};
