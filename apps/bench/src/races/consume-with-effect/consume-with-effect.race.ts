import { consumerDefaults } from '@outcry/messaging';
import { against } from '../../report/row';
import { median } from '../../report/statistics';
import { itemMoved } from '../../stage/item-moved';
import { durabilityOf, openStage, type Stage } from '../../stage/stage';
import { timed, type Lap } from '../../stage/stopwatch';
import { RUNS, type Race, type Scale } from '../race';
import { consumeAll } from './consume';
import { claimAndInsert, CREATE_EFFECT, type Effect } from './effect.sql';
import { publishItems } from './publish-items';

const EVENTS: Readonly<Record<Scale, number>> = { full: 100_000, quick: 30_000, smoke: 300 };
const MAX_BATCH = 500;

/** The same transactions, as many at once, with their events already in memory. */
const withoutKafka = async (
  { database }: Stage,
  consumer: string,
  effects: readonly Effect[],
): Promise<Lap> => {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next; at < effects.length; at = next) {
      next += MAX_BATCH;
      const batch = effects.slice(at, at + MAX_BATCH);
      await database.transact((sql) => claimAndInsert(sql, consumer, batch));
    }
  };
  return timed(() =>
    Promise.all(Array.from({ length: consumerDefaults.maxConcurrency }, () => lane())),
  );
};

type Laps = { readonly sql: Lap; readonly consumer: Lap };

const runOnce = async (stage: Stage, effects: readonly Effect[], run: string): Promise<Laps> => {
  await stage.database.query('TRUNCATE effect');
  const sql = await withoutKafka(stage, `bench.sql-${run}`, effects);
  await stage.database.query('TRUNCATE effect');
  const options = { events: effects.length, maxBatch: MAX_BATCH };
  return { sql, consumer: await consumeAll(stage, `bench.consumer-${run}`, options) };
};

/**
 * How fast a consumer applies events, each with its inbox row and an effect of one row, beside the
 * same SQL without Kafka.
 */
export const consumeWithEffect: Race = {
  name: 'consume-with-effect',
  run: async ({ scale, progress, grown }) => {
    const stage = await openStage({
      ...{ name: 'consume', topics: [itemMoved.topic.name], like: grown?.messaging },
    });
    try {
      await stage.database.query(CREATE_EFFECT);
      const effects = await publishItems(stage, EVENTS[scale]);
      // The consumer makes the inbox's days; and this is the warm-up.
      await consumeAll(stage, 'bench.warm-up', { events: effects.length, maxBatch: MAX_BATCH });
      const laps: Laps[] = [];
      for (let run = 0; run < RUNS[scale]; run += 1) {
        laps.push(await runOnce(stage, effects, String(run)));
      }
      const rate = (which: keyof Laps): number =>
        median(laps.map((lap) => effects.length / lap[which].seconds));
      const cost = (which: keyof Laps): string =>
        median(laps.map((lap) => lap[which].cpuMicros / effects.length)).toFixed(1);
      progress(
        `consumed ${Math.round(rate('consumer'))}/s, SQL alone ${Math.round(rate('sql'))}/s`,
      );
      const row = {
        name: 'consume-with-effect',
        unit: 'events/s',
        value: rate('consumer'),
        settings: {
          ...{ events: effects.length, runs: laps.length, maxBatch: MAX_BATCH },
          transactionsAtOnce: consumerDefaults.maxConcurrency,
          cpuMicrosecondsPerEvent: cost('consumer'),
          sqlCpuMicrosecondsPerEvent: cost('sql'),
          ...(await durabilityOf(stage)),
        },
      };
      return [against(row, 'the same SQL without Kafka', rate('sql'))];
    } finally {
      await stage.close();
    }
  },
};
