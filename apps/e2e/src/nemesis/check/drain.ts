import { setTimeout as sleep } from 'node:timers/promises';
import { OWNERS, type Databases } from '../system/databases';
import type { Topics } from '../system/topics';
import type { Findings } from './findings';

const EVERY_MS = 1_000;
/**
 * Counts only while nothing advances: a busy machine is slow, and that is no fault. Longer than the
 * next retry of a message whose trouble lasted a minute.
 */
const STANDSTILL_MS = 150_000;
const RESTS_WANTED = 2;

const MESSAGING = `
SELECT (SELECT count(*) FROM outbox)::int AS outbox,
       (SELECT count(*) FROM held_message WHERE state <> 'settled')::int AS held,
       (SELECT count(*) FROM held_key)::int AS "held keys"`;
const BUSINESS = `
SELECT (SELECT count(*) FROM auction WHERE status = 'open'
           OR (status = 'scheduled' AND opens_at <= clock_timestamp()))::int AS auctions,
       (SELECT count(*) FROM settlement
         WHERE status NOT IN ('settled', 'refunded', 'defaulted'))::int AS settlements,
       (SELECT count(*) FROM paddle WHERE command_id IS NOT NULL)::int AS paddles`;
const TELLING = 'SELECT count(*)::int AS "waiting notices" FROM waiting_notice';

type Counts = Record<string, number>;

/** What is still to be done, by what it is. */
export const openWork = async (databases: Databases, topics: Topics): Promise<Counts> => {
  const open: Counts = {};
  for (const service of OWNERS) {
    const [counts] = await databases.of(service).query<Counts>(MESSAGING);
    for (const [what, count] of Object.entries(counts ?? {})) open[`${service} ${what}`] = count;
  }
  const [business] = await databases.of('bidding').query<Counts>(BUSINESS);
  const [telling] = await databases.of('notification').query<Counts>(TELLING);
  Object.assign(open, business, telling);
  for (const { group, committed, low, end } of await topics.places()) {
    const lag = Number(end - (committed < 0n ? low : committed));
    open[`${group} lag`] = (open[`${group} lag`] ?? 0) + lag;
  }
  return open;
};

const PARKED = `
SELECT (SELECT count(*) FROM outbox_parked_key)::int + (SELECT count(*) FROM outbox_parked)::int
       AS parked,
       (SELECT count(*) FROM held_message WHERE state <> 'settled')::int AS held`;

/** After a drain nothing waits for a person, either. */
export const checkRest = async (databases: Databases, findings: Findings): Promise<void> => {
  for (const service of OWNERS) {
    const [row] = await databases.of(service).query<Counts>(PARKED);
    findings.equal('outbox.nothing-parked', row?.['parked'], 0, service);
    findings.equal('consumer.nothing-held', row?.['held'], 0, service);
  }
};

export type Drained = { readonly ok: boolean; readonly tookMs: number; readonly left: string };

/** Waits until nothing is open, twice in a row; gives up when it stands still. */
export const drain = async (
  databases: Databases,
  topics: Topics,
  stopped: AbortSignal,
): Promise<Drained> => {
  const startedMs = Date.now();
  let movedMs = startedMs;
  let last = '';
  for (let rests = 0; rests < RESTS_WANTED && !stopped.aborted; await sleep(EVERY_MS)) {
    const open = await openWork(databases, topics).catch((error: unknown) => ({
      [String(error)]: 1,
    }));
    const left = Object.entries(open).filter(([, count]) => count > 0);
    rests = left.length === 0 ? rests + 1 : 0;
    const now = JSON.stringify(left);
    if (now !== last || left.length === 0) movedMs = Date.now();
    last = now;
    if (Date.now() - movedMs > STANDSTILL_MS)
      return { ok: false, tookMs: Date.now() - startedMs, left: now };
  }
  return { ok: !stopped.aborted, tookMs: Date.now() - startedMs, left: '' };
};
