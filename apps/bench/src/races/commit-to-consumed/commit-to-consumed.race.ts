import type { ConsumerStart } from '../../load/consumer.part';
import type { Emission, Emitted, EmitterStart } from '../../load/emitter.part';
import type { ReceiverStart } from '../../load/receiver.part';
import type { RelayStart } from '../../load/relay.part';
import { testServers } from '@outcry/testing';
import type { Row } from '../../report/row';
import { median, medianSpread, spreadOf, type Spread } from '../../report/statistics';
import { itemMoved } from '../../stage/item-moved';
import { startPlayer, type Player } from '../../stage/player';
import { durabilityOf, openStage, type Stage } from '../../stage/stage';
import { until } from '../../stage/stopwatch';
import { RUNS, type Race, type RaceContext, type Scale } from '../race';
import { besideDebezium } from './beside-debezium';
import { CREATE_EFFECT } from '../consume-with-effect/effect.sql';

const NAME = 'commit-to-consumed';
const SECONDS: Readonly<Record<Scale, number>> = { full: 10, quick: 4, smoke: 0.5 };
const LOW_RATE: Readonly<Record<Scale, number>> = { full: 1_000, quick: 1_000, smoke: 40 };
const HIGHEST_RATE: Readonly<Record<Scale, number>> = { full: 3_000, quick: 3_000, smoke: 60 };
const GROUPED_RATE: Readonly<Record<Scale, number>> = { full: 5_000, quick: 5_000, smoke: 80 };
const GROUP = 10;

/** Where an event arrives: at the commit of its effect, or in hands that do nothing with it. */
type Arrival = 'effect' | 'delivered';
const PARTS: Readonly<Record<Arrival, string>> = { effect: 'consumer', delivered: 'receiver' };

type Cast = {
  readonly at: Arrival;
  readonly emitter: Player;
  readonly arrival: Player;
  readonly players: readonly Player[];
};

const startCast = async (stage: Stage, at: Arrival): Promise<Cast> => {
  const { connectionString, brokers, topicPrefix } = stage;
  const { redisUrl } = testServers();
  const channel = `outbox-wake:${topicPrefix}`;
  const [emitter, relay, arrival] = ['emitter', 'relay', PARTS[at]].map((part) =>
    startPlayer(`load/${part}.part.ts`),
  ) as [Player, Player, Player];
  await emitter.call('start', { connectionString, redisUrl, channel } satisfies EmitterStart);
  const relayed = { connectionString, brokers, topicPrefix, redisUrl, channel };
  await relay.call('start', relayed satisfies RelayStart);
  const received = { connectionString, brokers, topicPrefix };
  await arrival.call('start', received satisfies ConsumerStart & ReceiverStart);
  return { at, emitter, arrival, players: [emitter, relay, arrival] };
};

/** The time from each commit to what became of the event; every event must have arrived. */
const latencies = (
  from: ReadonlyMap<string, number>,
  to: ReadonlyMap<string, number>,
): readonly number[] =>
  [...from].map(([id, committedMs]) => {
    const arrivedMs = to.get(id);
    if (arrivedMs === undefined) throw new Error(`event ${id} was lost`);
    // The emitter may hear of its commit after others have acted on it.
    return Math.max(0, arrivedMs - committedMs);
  });

type Run = { readonly spread: Spread; readonly eventsPerSecond: number };

const runOnce = async ({ emitter, arrival }: Cast, emission: Emission): Promise<Run> => {
  const emitted = await emitter.call<Emitted>('emit', emission);
  const { committedMs, eventsPerSecond } = emitted;
  const arrived = async (): Promise<boolean> =>
    (await arrival.call<number>('count')) >= committedMs.size;
  await until('the last event', arrived, { everyMs: 20 });
  const arrivedMs = await arrival.call<ReadonlyMap<string, number>>('take');
  return { spread: spreadOf(latencies(committedMs, arrivedMs)), eventsPerSecond };
};

type Offered = Emission & { readonly perSecond: number };

const variant = async (cast: Cast, scale: Scale, emission: Offered): Promise<Row> => {
  await runOnce(cast, emission);
  const runs: Run[] = [];
  for (let run = 0; run < RUNS[scale]; run += 1) runs.push(await runOnce(cast, emission));
  const rate = emission.perSecond * emission.rows;
  const spread = medianSpread(runs.map((run) => run.spread));
  return {
    name: cast.at === 'effect' ? `${NAME}/${rate}` : `${NAME}/${cast.at}/${rate}`,
    unit: 'ms (p50)',
    value: Math.max(spread.p50, Number.EPSILON),
    ...spread,
    settings: {
      ...{ eventsPerSecondOffered: rate, eventsPerTransaction: emission.rows },
      eventsPerSecond: Math.round(median(runs.map(({ eventsPerSecond }) => eventsPerSecond))),
      ...{ seconds: emission.seconds, runs: runs.length, loop: 'open, Poisson' },
    },
  };
};

/** What the writers reach with neither relay nor consumer beside them, in commits of one event. */
const writersAlone = async (stage: Stage, scale: Scale): Promise<number> => {
  const emitter = startPlayer('load/emitter.part.ts');
  const { connectionString } = stage;
  const start = { connectionString, redisUrl: testServers().redisUrl, channel: 'outbox-wake:none' };
  await emitter.call('start', start satisfies EmitterStart);
  const flatOut = { seconds: SECONDS[scale] / 2, rows: 1, perSecond: null };
  const { eventsPerSecond } = await emitter.call<Emitted>('emit', flatOut);
  await emitter.end();
  return eventsPerSecond;
};

const offersOf = (scale: Scale, alone: number): readonly Offered[] => {
  const seconds = SECONDS[scale];
  const low = LOW_RATE[scale];
  const half = Math.min(HIGHEST_RATE[scale], Math.max(1, Math.floor(alone / 200) * 100));
  // Where the machine is so slow that half of that is the low rate again, once is enough.
  const rates = half === low ? [low] : [low, half];
  return [
    ...rates.map((perSecond) => ({ seconds, rows: 1, perSecond })),
    { seconds, rows: GROUP, perSecond: GROUPED_RATE[scale] / GROUP },
  ];
};

const onStage = async <Result>(
  { grown }: RaceContext,
  work: (stage: Stage) => Promise<Result>,
): Promise<Result> => {
  const topics = [itemMoved.topic.name];
  const stage = await openStage({ name: 'latency', topics, like: grown?.messaging });
  try {
    await stage.database.query(CREATE_EFFECT);
    return await work(stage);
  } finally {
    await stage.close();
  }
};

/**
 * How long an event is under way: from the return of its commit in one replica, through the relay
 * of another, to the commit of its effect in a consumer; and, in runs of their own, to the hands of
 * a consumer that does nothing with it.
 */
export const commitToConsumed: Race = {
  name: NAME,
  beside: besideDebezium,
  run: async (context) => {
    const { scale, progress } = context;
    const writers = await onStage(context, async (stage) => ({
      perSecond: await writersAlone(stage, scale),
      durability: await durabilityOf(stage),
    }));
    const offers = offersOf(scale, writers.perSecond);
    const settings = {
      writersAlonePerSecond: Math.round(writers.perSecond),
      ...writers.durability,
    };
    const race = async (stage: Stage, at: Arrival): Promise<readonly Row[]> => {
      const cast = await startCast(stage, at);
      try {
        // As the rival is: many times more events than a run has, so that all is compiled.
        await runOnce(cast, { seconds: SECONDS[scale], rows: GROUP, perSecond: null });
        const rows: Row[] = [];
        for (const offered of offers) {
          const row = await variant(cast, scale, offered);
          progress(`${row.name}: p50 ${row.p50?.toFixed(1)} ms, p99 ${row.p99?.toFixed(1)} ms`);
          rows.push({ ...row, settings: { ...row.settings, ...settings } });
        }
        return rows;
      } finally {
        await Promise.all(cast.players.map((player) => player.end()));
      }
    };
    const effects = await onStage(context, (stage) => race(stage, 'effect'));
    const deliveries = await onStage(context, (stage) => race(stage, 'delivered'));
    return [...effects, ...deliveries];
  },
};
