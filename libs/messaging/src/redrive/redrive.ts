import type { Database, Sql } from '../sql';
import type { Operator } from '../operator';
import { writeAudit } from './held-audit';
import type { HeldFilter } from './held-filter';
import { listHeld, type HeldSummary } from './held-listing';
import { groupsOf, lockGroup } from './key-groups';

export type RedriveOptions = Operator & {
  /** Only tells what would be done. */
  readonly dryRun?: boolean;
  /** Messages per second, as a schedule of due times; without it all are due at once. */
  readonly ratePerSecond?: number;
  /** A message that has been redriven so often is left alone. */
  readonly cap?: number;
  /** At most so many messages. */
  readonly limit?: number;
};

export type RedriveReport = {
  readonly redriven: readonly HeldSummary[];
  /** Left alone, with their whole key: redriven `cap` times already. */
  readonly capped: readonly HeldSummary[];
};

export const REDRIVE_CAP = 3;

/** A dead one becomes due with fresh attempts; its id stays, so nothing is applied twice. */
const RESCHEDULE = `
  UPDATE held_message m
  SET state = CASE WHEN m.state = 'dead' THEN 'waiting' ELSE m.state END, attempts = 0,
    redrives = redrives + 1, gap_accepted = gap_accepted OR $3,
    due_at = clock_timestamp() + make_interval(secs => r.due_in_ms / 1000)
  FROM unnest($1::bigint[], $2::numeric[]) AS r (id, due_in_ms)
  WHERE m.id = r.id`;

const KEY_DUE = `
  UPDATE held_key SET due_at = clock_timestamp() + make_interval(secs => $4::numeric / 1000)
  WHERE consumer = $1 AND topic = $2 AND key = $3`;

/** What has reached the cap, with its whole key since order counts there, and the rest. */
const partAtCap = (
  messages: readonly HeldSummary[],
  parked: boolean,
  cap: number,
): readonly [readonly HeldSummary[], readonly HeldSummary[]] => {
  const atCap = messages.filter((message) => message.redrives >= cap);
  if (parked) return atCap.length > 0 ? [messages, []] : [[], messages];
  return [atCap, messages.filter((message) => message.redrives < cap)];
};

/** Makes messages due, the n-th after `dueInMs(n)`, and with the first of them their parked key. */
export const reschedule = async (
  sql: Sql,
  messages: readonly HeldSummary[],
  parked: boolean,
  schedule: { readonly dueInMs: (place: number) => number; readonly acceptGap: boolean },
): Promise<void> => {
  const [first] = messages;
  if (first === undefined) return;
  const dueInMs = messages.map((_, place) => schedule.dueInMs(place));
  await sql.query(RESCHEDULE, [messages.map(({ id }) => id), dueInMs, schedule.acceptGap]);
  if (parked) await sql.query(KEY_DUE, [first.consumer, first.topic, first.key, dueInMs[0]]);
};

/**
 * Gives held messages another chance, by filter. The consumer's own drain applies them under their
 * own ids when they are due; a parked key goes whole and in order.
 */
export const redrive = async (
  database: Database,
  filter: HeldFilter,
  options: RedriveOptions,
): Promise<RedriveReport> => {
  const { cap = REDRIVE_CAP, limit = 10_000, ratePerSecond } = options;
  const gapMs = ratePerSecond === undefined ? 0 : 1_000 / ratePerSecond;
  const redriven: HeldSummary[] = [];
  const capped: HeldSummary[] = [];
  for (const group of groupsOf(await listHeld(database, filter, limit))) {
    const dueInMs = (place: number): number => (redriven.length + place) * gapMs;
    const { due, left } = await database.transact(async (sql) => {
      const { parked, messages } = await lockGroup(sql, group);
      const [left, due] = partAtCap(messages, parked, cap);
      if (options.dryRun !== true) {
        await reschedule(sql, due, parked, { dueInMs, acceptGap: false });
        await writeAudit(sql, 'redrive', options, filter, due);
      }
      return { due, left };
    });
    redriven.push(...due);
    capped.push(...left);
  }
  return { redriven, capped };
};

/**
 * Makes one message, or the key it heads, due now, whatever its state or count. A head that waits
 * for a missing sequence is applied all the same with `acceptGap`.
 */
export const release = (
  database: Database,
  target: Required<Pick<HeldFilter, 'consumer' | 'eventId'>>,
  options: Operator & { readonly acceptGap?: boolean },
): Promise<readonly HeldSummary[]> =>
  database.transact(async (sql) => {
    const [group] = groupsOf(await listHeld(sql, target, 1));
    if (group === undefined) return [];
    const { parked, messages } = await lockGroup(sql, group);
    const acceptGap = options.acceptGap === true;
    const due = acceptGap ? messages.slice(0, 1) : messages;
    await reschedule(sql, due, parked, { dueInMs: () => 0, acceptGap });
    await writeAudit(sql, 'release', options, target, due);
    return due;
  });
