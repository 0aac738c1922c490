import { randomBytes } from 'node:crypto';
import { uuidV7Generator, uuidV7LowerBound } from '@outcry/kernel';
import { consumerDefaults, createConsumer, createOutbox } from '@outcry/messaging';
import { serviceMetrics } from '@outcry/service';
import { poisson } from '../../load/edge/poisson';
import { against } from '../../report/row';
import { spreadOf } from '../../report/statistics';
import { itemMoved } from '../../stage/item-moved';
import { durabilityOf, openStage, type Stage } from '../../stage/stage';
import { until } from '../../stage/stopwatch';
import { claimAndInsert, CREATE_EFFECT } from '../consume-with-effect/effect.sql';
import type { Race, Scale } from '../race';
import { addDay, dayNamed } from './grown-inbox.sql';

const SECONDS: Readonly<Record<Scale, number>> = { full: 30, quick: 15, smoke: 1 };
const PER_SECOND = 200;
const DAY_MS = 86_400_000;
/** Days past their retention that each round makes, and then has dropped. */
const OLD_DAYS = 5;
const OLDEST = `
SELECT count(*)::int AS old FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
 WHERE i.inhparent = 'inbox'::regclass AND c.relname = ANY ($1)`;

const ids = uuidV7Generator({ nowMs: Date.now }, randomBytes);

/** Each transaction's time in ms: a claim with its effect, at random moments. */
const claims = ({ database }: Stage, seconds: number): Promise<readonly number[]> =>
  poisson({ perSecond: PER_SECOND, seconds }, async () => {
    const dueMs = performance.now();
    const effect = { id: ids.next(), key: 'item', place: 'place' };
    await database.transact((sql) => claimAndInsert(sql, 'bench.claims', [effect]));
    return performance.now() - dueMs;
  });

const oldDays = (): readonly { readonly name: string; readonly beginMs: number }[] => {
  const kept = Math.floor((Date.now() - consumerDefaults.inbox.retentionMs) / DAY_MS);
  return Array.from({ length: OLD_DAYS }, (_, at) => {
    const beginMs = (kept - 1 - at) * DAY_MS;
    return { name: dayNamed(beginMs), beginMs };
  });
};

/** A consumer that starts keeps the inbox's days: it makes those to come and drops the old. */
const keepDays = async ({ database, transport }: Stage, name: string): Promise<void> => {
  const days = oldDays();
  for (const { name: day, beginMs } of days) {
    await addDay(database, day, [uuidV7LowerBound(beginMs), uuidV7LowerBound(beginMs + DAY_MS)]);
  }
  const outbox = createOutbox({
    ...{ source: '/outcry/bench', ids, clock: { nowMs: Date.now }, shards: 8 },
    traceHeaders: () => ({}),
  });
  const consumer = createConsumer(
    {
      name,
      lane: 'unordered',
      accepts: [itemMoved],
      from: 'latest',
      maxBatch: 1,
      apply: async () => undefined,
    },
    { database, transport, outbox, metrics: serviceMetrics() },
  );
  await consumer.start();
  const names = days.map((day) => day.name);
  await until('the old days to be dropped', async () => {
    const { rows } = await database.query<{ old: number }>(OLDEST, [names]);
    return rows[0]?.old === 0;
  });
  await consumer.stop();
};

/** What a consumer's claims wait while days of its inbox are made and dropped beside them. */
export const inboxPartitions: Race = {
  name: 'partitions',
  run: async ({ scale, progress, grown }) => {
    const topics = [itemMoved.topic.name];
    const stage = await openStage({ name: 'partitions', topics, like: grown?.messaging });
    try {
      await stage.database.query(CREATE_EFFECT);
      // The first makes the days to come, without which nothing can be claimed.
      await keepDays(stage, 'bench.days');
      const alone = spreadOf(await claims(stage, SECONDS[scale]));
      let rounds = 0;
      let over = false;
      const claiming = claims(stage, SECONDS[scale]).finally(() => (over = true));
      do {
        await keepDays(stage, `bench.days-${rounds}`);
        rounds += 1;
      } while (!over);
      const beside = spreadOf(await claiming);
      progress(`claims: p99 ${beside.p99.toFixed(1)} ms, alone ${alone.p99.toFixed(1)} ms`);
      const settings = {
        ...{ claimsPerSecond: PER_SECOND, seconds: SECONDS[scale], loop: 'open, Poisson' },
        ...{ daysMade: rounds * OLD_DAYS, daysDropped: rounds * OLD_DAYS, aloneMax: alone.max },
        ...(await durabilityOf(stage)),
      };
      const row = { name: 'partitions', unit: 'ms (p99)', value: beside.p99, ...beside, settings };
      return [against(row, 'the same claims alone', alone.p99)];
    } finally {
      await stage.close();
    }
  },
};
