import type { Sql } from '../../sql';
import type { ConsumerContext } from '../consumer-context';
import { backoffMs } from '../../backoff';
import type { Trouble } from '../effect/trouble';
import { deadLetterOf } from './dead-letter';
import { recordOf, type HeldRow } from './held-message';
import { storable } from './storable';

/** What becomes of a held message after another failed attempt. */
export type Verdict = {
  readonly state: 'waiting' | 'dead';
  readonly attempts: number;
  readonly dueInMs: number | null;
};

export const verdictOf = (
  attemptsBefore: number,
  trouble: Trouble,
  options: ConsumerContext['options'],
  random: () => number,
): Verdict => {
  const attempts = attemptsBefore + 1;
  if (!trouble.retryable || attempts >= options.maxAttempts) {
    return { state: 'dead', attempts, dueInMs: null };
  }
  return {
    state: 'waiting',
    attempts,
    dueInMs: backoffMs(attempts - 1, options.heldBackoff, random),
  };
};

const UPDATE_HELD = `
  UPDATE held_message SET state = $2, cause = $3, detail = $4, attempts = $5,
    last_failed_at = clock_timestamp(),
    due_at = clock_timestamp() + make_interval(secs => $6::numeric / 1000)
  WHERE id = $1 AND attempts = $7 AND state = $8`;

/** 'infinity' for a dead head: its key waits for a person. */
const UPDATE_KEY = `
  UPDATE held_key SET due_at =
    coalesce(clock_timestamp() + make_interval(secs => $4::numeric / 1000), 'infinity')
  WHERE consumer = $1 AND topic = $2 AND key = $3`;

export const postponeKey = async (
  sql: Sql,
  consumer: string,
  row: Pick<HeldRow, 'topic' | 'key'>,
  dueInMs: number | null,
): Promise<void> => {
  await sql.query(UPDATE_KEY, [consumer, row.topic, row.key, dueInMs]);
};

/** Writes the failed attempt of a held message, unless somebody has touched the row since. */
export const recordTrouble = async (
  context: ConsumerContext,
  row: HeldRow,
  trouble: Trouble,
): Promise<Verdict> => {
  const { definition, options, random, clock, labels, metrics, log } = context;
  const verdict = verdictOf(row.attempts, trouble, options, random);
  await context.database.transact(async (sql) => {
    if (definition.lane === 'ordered') {
      await postponeKey(sql, definition.name, row, verdict.dueInMs);
    }
    const { rowCount } = await sql.query(UPDATE_HELD, [
      row.id,
      verdict.state,
      storable(trouble.cause),
      storable(trouble.detail),
      verdict.attempts,
      verdict.dueInMs,
      row.attempts,
      row.state,
    ]);
    if (rowCount === 0 || verdict.state === 'waiting') return;
    const letter = deadLetterOf({
      group: definition.name,
      delivery: context.decode(recordOf(row)),
      trouble,
      attempts: verdict.attempts,
      redrives: row.redrives,
      firstFailedMs: Number(row.held_ms),
      lastFailedMs: clock.nowMs(),
    });
    await context.deadLetters.append(sql, letter);
  });
  if (verdict.state === 'dead') {
    metrics.count('dead_letters_total', { ...labels, cause: trouble.cause });
    if (row.redrives > 0) metrics.count('redrive_total', { ...labels, outcome: 'failed' });
    context.deadLetters.wake();
  }
  log.warn(
    { ...labels, cause: trouble.cause, detail: trouble.detail, eventId: row.event_id, ...verdict },
    'a held message failed again',
  );
  return verdict;
};
