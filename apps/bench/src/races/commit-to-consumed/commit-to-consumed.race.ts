import type { Consumed, ConsumerStart } from '../../load/consumer.part';
import type { Emission, Emitted, EmitterStart } from '../../load/emitter.part';
import type { RelayStart } from '../../load/relay.part';
import { testServers } from '@outcry/testing';
import type { Row } from '../../report/row';
import { median, medianSpread, spreadOf, type Spread } from '../../report/statistics';
import { itemMoved } from '../../stage/item-moved';
import { startPlayer, type Player } from '../../stage/player';
import { durabilityOf, openStage, type Stage } from '../../stage/stage';
import { until } from '../../stage/stopwatch';
import { RUNS, type Race, type Scale } from '../race';
import { besideDebezium } from './beside-debezium';
import { CREATE_EFFECT } from '../consume-with-effect/effect.sql';

const SECONDS: Readonly<Record<Scale, number>> = { full: 10, quick: 4, smoke: 0.5 };
const LOW_RATE: Readonly<Record<Scale, number>> = { full: 1_000, quick: 1_000, smoke: 40 };
const HIGHEST_RATE: Readonly<Record<Scale, number>> = { full: 3_000, quick: 3_000, smoke: 60 };
const GROUPED_RATE: Readonly<Record<Scale, number>> = { full: 5_000, quick: 5_000, smoke: 80 };
const GROUP = 10;

type Cast = { readonly emitter: Player; readonly consumer: Player; readonly players: Player[] };

const startCast = async (stage: Stage): Promise<Cast> => {
  const { connectionString, brokers, topicPrefix } = stage;
  const { redisUrl } = testServers();
  const channel = `outbox-wake:${topicPrefix}`;
  const [emitter, relay, consumer] = ['emitter', 'relay', 'consumer'].map((part) =>
    startPlayer(`load/${part}.part.ts`),
  ) as [Player, Player, Player];
  await emitter.call('start', { connectionString, redisUrl, channel } satisfies EmitterStart);
  const relayed = { connectionString, brokers, topicPrefix, redisUrl, channel };
  await relay.call('start', relayed satisfies RelayStart);
  await consumer.call('start', { connectionString, brokers, topicPrefix } satisfies ConsumerStart);
  return { emitter, consumer, players: [emitter, relay, consumer] };
};

type Latencies = {
  readonly effect: Spread;
  readonly delivered: Spread;
  readonly eventsPerSecond: number;
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

const runOnce = async ({ emitter, consumer }: Cast, emission: Emission): Promise<Latencies> => {
  const emitted = await emitter.call<Emitted>('emit', emission);
  const { committedMs, eventsPerSecond } = emitted;
  const arrived = async (): Promise<boolean> =>
    (await consumer.call<number>('count')) >= committedMs.size;
  await until('the last effect', arrived, { everyMs: 20 });
  const consumed = await consumer.call<Consumed>('take');
  return {
    effect: spreadOf(latencies(committedMs, consumed.committedMs)),
    delivered: spreadOf(latencies(committedMs, consumed.deliveredMs)),
    eventsPerSecond,
  };
};

const variant = async (
  cast: Cast,
  scale: Scale,
  emission: Emission & { readonly perSecond: number },
  settings: object,
): Promise<readonly Row[]> => {
  await runOnce(cast, emission);
  const runs: Latencies[] = [];
  for (let run = 0; run < RUNS[scale]; run += 1) runs.push(await runOnce(cast, emission));
  const rate = emission.perSecond * emission.rows;
  const row = (name: string, spread: Spread): Row => ({
    name,
    unit: 'ms (p50)',
    value: Math.max(spread.p50, Number.EPSILON),
    ...spread,
    settings: {
      ...{ eventsPerSecondOffered: rate, eventsPerTransaction: emission.rows },
      eventsPerSecond: Math.round(median(runs.map(({ eventsPerSecond }) => eventsPerSecond))),
      ...{ seconds: emission.seconds, runs: runs.length, loop: 'open, Poisson' },
      ...settings,
    },
  });
  const effect = medianSpread(runs.map((run) => run.effect));
  const delivered = medianSpread(runs.map((run) => run.delivered));
  return [
    row(`commit-to-consumed/${rate}`, effect),
    row(`commit-to-consumed/delivered/${rate}`, delivered),
  ];
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
  await stage.database.query('TRUNCATE outbox');
  return eventsPerSecond;
};

/**
 * How long an event is under way: from the return of its commit in one replica, through the relay
 * of another, to the commit of its effect in a consumer.
 */
export const commitToConsumed: Race = {
  name: 'commit-to-consumed',
  beside: besideDebezium,
  run: async ({ scale, progress, grown }) => {
    const topics = [itemMoved.topic.name];
    const stage = await openStage({ name: 'latency', topics, like: grown?.messaging });
    await stage.database.query(CREATE_EFFECT);
    const alone = await writersAlone(stage, scale);
    const cast = await startCast(stage);
    try {
      const settings = { writersAlonePerSecond: Math.round(alone), ...(await durabilityOf(stage)) };
      const half = Math.max(1, Math.floor(alone / 200) * 100);
      const seconds = SECONDS[scale];
      const emissions = [
        { seconds, rows: 1, perSecond: LOW_RATE[scale] },
        // Where the machine is so slow that this is the low rate again, once is enough.
        ...(half === LOW_RATE[scale]
          ? []
          : [{ seconds, rows: 1, perSecond: Math.min(HIGHEST_RATE[scale], half) }]),
        { seconds, rows: GROUP, perSecond: GROUPED_RATE[scale] / GROUP },
      ];
      const rows: Row[] = [];
      for (const emission of emissions) {
        rows.push(...(await variant(cast, scale, emission, settings)));
        const last = rows.at(-2);
        progress(`${last?.name}: p50 ${last?.p50?.toFixed(1)} ms, p99 ${last?.p99?.toFixed(1)} ms`);
      }
      return rows;
    } finally {
      await Promise.all(cast.players.map((player) => player.end()));
      await stage.close();
    }
  },
};
