import { OperationalError } from '@outcry/kernel';
import type { Database, Sql } from '../sql';
import type { Operator } from '../operator';
import { writeAudit } from './held-audit';
import type { HeldFilter } from './held-filter';
import { listHeld, type HeldSummary } from './held-listing';
import { groupsOf, lockGroup } from './key-groups';

/** An id without an inbox row must stay known, or its redelivery would be held again. */
const SETTLE = `
  UPDATE held_message SET state = 'settled', value = NULL, headers = '{}'
  WHERE id = ANY($1::bigint[]) AND NOT claimed`;
const REMOVE = 'DELETE FROM held_message WHERE id = ANY($1::bigint[]) AND claimed';

const PASS = `
  INSERT INTO consumer_position AS p (consumer, topic, key, last_sequence)
  VALUES ($1, $2, $3, $4)
  ON CONFLICT (consumer, topic, key)
  DO UPDATE SET last_sequence = greatest(p.last_sequence, excluded.last_sequence)`;

/** Messages of a parked key that are dropped must be its first ones: a hole would hold the rest. */
const passKey = async (
  sql: Sql,
  key: readonly HeldSummary[],
  dropped: readonly HeldSummary[],
): Promise<void> => {
  const isPrefix = dropped.every((message, place) => key[place]?.id === message.id);
  if (!isPrefix) {
    throw new OperationalError(
      'held_not_first',
      'of a parked key only the first messages can be dropped: name them, or the whole key',
      { retryable: false },
    );
  }
  const last = dropped.findLast((message) => message.sequence !== null);
  const [first] = dropped;
  if (first === undefined) return;
  const { consumer, topic } = first;
  if (last !== undefined) await sql.query(PASS, [consumer, topic, first.key, last.sequence]);
  await sql.query(
    `UPDATE held_key SET due_at = clock_timestamp()
     WHERE consumer = $1 AND topic = $2 AND key = $3`,
    [consumer, topic, first.key],
  );
};

/**
 * Gives messages up for good: their effects will never happen. An ordered consumer goes on with
 * what follows them in the key.
 *
 * @throws OperationalError `held_not_first` when a parked key would be left with a hole
 */
export const drop = async (
  database: Database,
  filter: HeldFilter,
  options: Operator & { readonly dryRun?: boolean; readonly limit?: number },
): Promise<readonly HeldSummary[]> => {
  const dropped: HeldSummary[] = [];
  for (const group of groupsOf(await listHeld(database, filter, options.limit ?? 10_000))) {
    const wanted = new Set(group.messages.map(({ id }) => id));
    const found = await database.transact(async (sql) => {
      const { parked, messages } = await lockGroup(sql, group);
      const chosen = messages.filter(({ id }) => wanted.has(id));
      if (options.dryRun === true) return chosen;
      if (parked) await passKey(sql, messages, chosen);
      const ids = chosen.map(({ id }) => id);
      await sql.query(SETTLE, [ids]);
      await sql.query(REMOVE, [ids]);
      await writeAudit(sql, 'drop', options, filter, chosen);
      return chosen;
    });
    dropped.push(...found);
  }
  return dropped;
};
