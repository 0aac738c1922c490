import { isSimulatedCrash } from '../../failpoint';
import type { Sql } from '../../sql';
import type { ConsumerContext } from '../consumer-context';
import { inProcessSpan } from '../delivery/process-span';
import { advancePositions, readPositions } from '../effect/positions';
import { decideBySequence } from '../effect/sequence-decision';
import { troubleOf, type Trouble } from '../effect/trouble';
import { applyHeld, released, settleRow } from './drain-delayed';
import { HELD_COLUMNS, recordOf, type HeldRow } from './held-message';
import { postponeKey, recordTrouble } from './record-trouble';

type Key = { readonly topic: string; readonly key: string };

const DUE_KEYS = `
  SELECT topic, key FROM held_key
  WHERE consumer = $1 AND due_at <= clock_timestamp() ORDER BY due_at LIMIT 50`;

/** Waits its turn behind arrivals, which hold the row FOR SHARE, and behind other drains. */
const LOCK_KEY = `
  SELECT 1 FROM held_key
  WHERE consumer = $1 AND topic = $2 AND key = $3 AND due_at <= clock_timestamp()
  FOR UPDATE`;

/** Qualified, since a bare `sequence` would mean the text of the output column. */
const HEAD = `
  SELECT ${HELD_COLUMNS} FROM held_message
  WHERE consumer = $1 AND topic = $2 AND key = $3 AND state <> 'settled'
  ORDER BY held_message.sequence NULLS FIRST, held_message.id LIMIT 1`;

/** `again`: the head is done, look at the next. */
type Step =
  | { readonly next: 'leave' }
  | { readonly next: 'again'; readonly head: HeldRow }
  | { readonly next: 'failed'; readonly head: HeldRow; readonly trouble: Trouble };

const waitForGap = async (context: ConsumerContext, sql: Sql, head: HeldRow): Promise<Step> => {
  await sql.query(
    `UPDATE held_message SET state = 'waiting', cause = 'gap', due_at = NULL WHERE id = $1`,
    [head.id],
  );
  await postponeKey(sql, context.definition.name, head, context.options.gapRecheckMs);
  return { next: 'leave' };
};

const applyHead = async (context: ConsumerContext, sql: Sql, head: HeldRow): Promise<Step> => {
  const { name } = context.definition;
  const delivery = context.decode(recordOf(head));
  const { sequence } = delivery;
  const positions = await readPositions(sql, name, head.topic, [head.key]);
  const last = positions.get(head.key) ?? 0n;
  const decision = sequence === null ? 'apply' : decideBySequence(sequence, last);
  if (decision === 'gap' && !head.gap_accepted) return waitForGap(context, sql, head);
  if (decision !== 'drop') {
    const trouble = await inProcessSpan(name, [delivery], () => applyHeld(context, sql, head));
    if (trouble !== null) return { next: 'failed', head, trouble };
    if (sequence !== null) {
      await advancePositions(sql, name, head.topic, [{ key: head.key, from: last, to: sequence }]);
    }
  }
  await settleRow(sql, head);
  return { next: 'again', head };
};

/** The lock first, the rows in the next statement: an arrival that held the lock has been seen. */
const stepIn = async (
  context: ConsumerContext,
  sql: Sql,
  { topic, key }: Key,
  seen: (head: HeldRow) => void,
): Promise<Step> => {
  const consumer = context.definition.name;
  const locked = await sql.query(LOCK_KEY, [consumer, topic, key]);
  if (locked.rowCount === 0) return { next: 'leave' };
  const head = (await sql.query<HeldRow>(HEAD, [consumer, topic, key])).rows[0];
  if (head === undefined) {
    await sql.query('DELETE FROM held_key WHERE consumer = $1 AND topic = $2 AND key = $3', [
      consumer,
      topic,
      key,
    ]);
    return { next: 'leave' };
  }
  seen(head);
  const dueInMs = head.state === 'dead' ? null : Number(head.due_in_ms);
  if (dueInMs === 0) return applyHead(context, sql, head);
  await postponeKey(sql, consumer, head, dueInMs);
  return { next: 'leave' };
};

const step = async (context: ConsumerContext, key: Key): Promise<Step> => {
  let head: HeldRow | undefined;
  try {
    return await context.database.transact((sql) =>
      stepIn(context, sql, key, (row) => {
        head = row;
      }),
    );
  } catch (error) {
    if (isSimulatedCrash(error) || head === undefined) throw error;
    // A database that is down makes no attempt: the row stays due as it is.
    await context.database.query('SELECT 1');
    return { next: 'failed', head, trouble: troubleOf(error) };
  }
};

/** Releases due keys of an ordered consumer, head by head, until one fails or none is left. */
export const drainKeys = async (
  context: ConsumerContext,
  isStopping: () => boolean,
): Promise<void> => {
  const { rows } = await context.database.query<Key>(DUE_KEYS, [context.definition.name]);
  for (const key of rows) {
    for (let more = true; more && !isStopping();) {
      const outcome = await step(context, key);
      if (outcome.next === 'failed') await recordTrouble(context, outcome.head, outcome.trouble);
      if (outcome.next === 'again') released(context, outcome.head);
      more = outcome.next === 'again';
    }
  }
};
