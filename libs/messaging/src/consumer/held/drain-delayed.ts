import { isSimulatedCrash } from '../../failpoint';
import type { Sql } from '../../sql';
import type { ConsumerContext } from '../consumer-context';
import { inProcessSpan } from '../delivery/process-span';
import { troubleOf, type Trouble } from '../effect/trouble';
import { HELD_COLUMNS, recordOf, type HeldRow } from './held-message';
import { recordTrouble } from './record-trouble';

const DUE = `
  SELECT id::text FROM held_message
  WHERE consumer = $1 AND state = 'waiting' AND due_at <= clock_timestamp()
  ORDER BY due_at LIMIT 50`;

/** Another replica's drain may have the row: order does not matter here, so it is skipped. */
const TAKE = `
  SELECT ${HELD_COLUMNS} FROM held_message
  WHERE id = $1 AND state = 'waiting' AND due_at <= clock_timestamp()
  FOR UPDATE SKIP LOCKED`;

/** An id without an inbox day is remembered here, since nothing else would know its redelivery. */
export const settleRow = async (sql: Sql, row: Pick<HeldRow, 'id' | 'claimed'>): Promise<void> => {
  await sql.query(
    row.claimed
      ? 'DELETE FROM held_message WHERE id = $1'
      : `UPDATE held_message SET state = 'settled', value = NULL, headers = '{}' WHERE id = $1`,
    [row.id],
  );
};

/** Applies a held row's message; undecodable is trouble, an unknown type is nothing. */
export const applyHeld = async (
  context: ConsumerContext,
  sql: Sql,
  row: HeldRow,
): Promise<Trouble | null> => {
  const { content } = context.decode(recordOf(row));
  if (content.kind === 'broken') {
    return { cause: content.cause, detail: content.detail, retryable: false };
  }
  if (content.kind === 'message') await context.definition.apply([content.message], sql);
  return null;
};

/** The effect may have appended to the outbox. */
export const released = (
  { metrics, labels, deadLetters }: ConsumerContext,
  row: Pick<HeldRow, 'redrives'>,
): void => {
  metrics.count('held_released_total', labels);
  if (row.redrives > 0) metrics.count('redrive_total', { ...labels, outcome: 'applied' });
  deadLetters.wake();
};

const drainOne = async (context: ConsumerContext, id: string): Promise<void> => {
  let row: HeldRow | undefined;
  let trouble: Trouble | null;
  try {
    trouble = await context.database.transact(async (sql) => {
      row = (await sql.query<HeldRow>(TAKE, [id])).rows[0];
      if (row === undefined) return null;
      const held = row;
      const delivery = context.decode(recordOf(held));
      const broken = await inProcessSpan(context.definition.name, [delivery], () =>
        applyHeld(context, sql, held),
      );
      if (broken === null) await settleRow(sql, held);
      return broken;
    });
  } catch (error) {
    if (isSimulatedCrash(error)) throw error;
    // A database that is down makes no attempt: the row stays due as it is.
    await context.database.query('SELECT 1');
    trouble = troubleOf(error);
  }
  if (row !== undefined && trouble !== null) await recordTrouble(context, row, trouble);
  else if (row !== undefined) released(context, row);
};

/** Tries the due messages of an unordered consumer, each in a transaction of its own. */
export const drainDelayed = async (
  context: ConsumerContext,
  isStopping: () => boolean,
): Promise<void> => {
  const { rows } = await context.database.query<{ id: string }>(DUE, [context.definition.name]);
  for (const { id } of rows) {
    if (isStopping()) return;
    await drainOne(context, id);
  }
};
