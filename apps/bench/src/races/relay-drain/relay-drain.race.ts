import { bidding } from '@outcry/contracts';
import type { RawProduce } from '../../load/raw-producer.part';
import { against, type Row } from '../../report/row';
import { median } from '../../report/statistics';
import { startPlayer, type Player } from '../../stage/player';
import type { Lap } from '../../stage/stopwatch';
import { durabilityOf, openStage, type Stage } from '../../stage/stage';
import { RUNS, type Race, type RaceContext, type Scale } from '../race';
import { besideDebezium } from './beside-debezium';
import { fillOutbox, type Backlog } from './backlog.sql';
import { drainBy, SENT_PER_SECOND, startRelayPlayer, type Drained } from './drain';

const TOPIC = bidding.biddingAuctionV1Topic.name;
const ROWS: Readonly<Record<Scale, number>> = { full: 200_000, quick: 40_000, smoke: 400 };
const WARM_UP_ROWS: Readonly<Record<Scale, number>> = { full: 50_000, quick: 20_000, smoke: 0 };
const KEYS = 5_000;
const PAYLOADS = [200, 450, 2_000];
const PAYLOADS_OF: Readonly<Record<Scale, readonly number[]>> = {
  ...{ full: PAYLOADS, quick: PAYLOADS, smoke: [450] },
};
/** What a relay takes unless told otherwise. */
const BATCH_ROWS = 1_000;
const PRODUCERS = 3;
type Laps = { readonly relay: Drained; readonly raw: Lap };

type Cast = { readonly relay: Player; readonly raw: Player };

const runOnce = async (stage: Stage, { relay, raw }: Cast, backlog: Backlog): Promise<Laps> => {
  const { connectionString, brokers, topicPrefix, database } = stage;
  await fillOutbox(database, backlog);
  const produce: RawProduce = {
    ...{ connectionString, brokers, topic: topicPrefix + TOPIC },
    ...{ batchRows: BATCH_ROWS, producers: PRODUCERS },
  };
  return { raw: await raw.call('produce', produce), relay: await drainBy(relay, stage) };
};

const variant = async (context: RaceContext, payloadBytes: number): Promise<Row> => {
  const { scale, progress, grown } = context;
  const stage = await openStage({ name: 'relay', topics: [TOPIC], like: grown?.messaging });
  const cast = { relay: startRelayPlayer(), raw: startPlayer('load/raw-producer.part.ts') };
  try {
    const backlog = { rows: ROWS[scale], payloadBytes, keys: KEYS, topic: TOPIC };
    const warmUp = WARM_UP_ROWS[scale];
    if (warmUp > 0) await runOnce(stage, cast, { ...backlog, rows: warmUp });
    const laps: Laps[] = [];
    for (let run = 0; run < RUNS[scale]; run += 1) laps.push(await runOnce(stage, cast, backlog));
    const rate = (which: keyof Laps): number =>
      median(laps.map((lap) => backlog.rows / lap[which].seconds));
    const cost = (which: keyof Laps): number =>
      median(laps.map((lap) => lap[which].cpuMicros / backlog.rows));
    const name = `relay-drain/${payloadBytes}`;
    progress(`${name}: ${Math.round(rate('relay'))}/s, raw ${Math.round(rate('raw'))}/s`);
    const row: Row = {
      name,
      unit: 'rows/s',
      value: rate('relay'),
      settings: {
        rows: backlog.rows,
        keys: KEYS,
        payloadBytes,
        ...{ runs: laps.length, warmUp, batchRows: BATCH_ROWS, producers: PRODUCERS, relays: 1 },
        cpuMicrosecondsPerRow: Number(cost('relay').toFixed(1)),
        [SENT_PER_SECOND]: Math.round(
          median(laps.map(({ relay }) => backlog.rows / relay.sendingSeconds)),
        ),
        rawCpuMicrosecondsPerRow: Number(cost('raw').toFixed(1)),
        ...(await durabilityOf(stage)),
      },
    };
    return against(row, 'kafkajs, the same batches without a database', rate('raw'));
  } finally {
    await Promise.all([cast.relay.end(), cast.raw.end()]);
    await stage.close();
  }
};

/**
 * How fast one relay empties a backlog, beside what its Kafka client could send if there were
 * nothing to read and nothing to delete; each in a process of its own.
 */
export const relayDrain: Race = {
  name: 'relay-drain',
  run: async (context) => {
    const rows: Row[] = [];
    for (const bytes of PAYLOADS_OF[context.scale]) rows.push(await variant(context, bytes));
    return rows;
  },
  beside: besideDebezium,
};
