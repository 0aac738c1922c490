import { bidding } from '@outcry/contracts';
import type { Row } from '../../report/row';
import { median } from '../../report/statistics';
import { durabilityOf, openStage, type Stage } from '../../stage/stage';
import { RUNS, type RaceContext, type Scale } from '../race';
import { fillOutbox } from './backlog.sql';
import { drainBy, startRelayPlayer } from './drain';

const TOPIC = bidding.biddingAuctionV1Topic.name;
const ROWS: Readonly<Record<Scale, number>> = { full: 200_000, quick: 40_000, smoke: 400 };
const KEYS = 5_000;
export const COLD_PAYLOAD_BYTES = 450;

/** In rows/s, from the first send to the last answer of a process that has just been started. */
const drainOnce = async (stage: Stage, rows: number): Promise<number> => {
  const backlog = { rows, payloadBytes: COLD_PAYLOAD_BYTES, keys: KEYS, topic: TOPIC };
  await fillOutbox(stage.database, backlog);
  const relay = startRelayPlayer();
  try {
    return rows / (await drainBy(relay, stage)).sendingSeconds;
  } finally {
    await relay.end();
  }
};

/** What a relay drains its first backlog at, in a process that has just been started. */
export const drainedFresh = async ({ scale }: RaceContext): Promise<Omit<Row, 'name'>> => {
  const stage = await openStage({ name: 'fresh_relay', topics: [TOPIC] });
  const rows = ROWS[scale];
  const rates: number[] = [];
  try {
    while (rates.length < RUNS[scale]) rates.push(await drainOnce(stage, rows));
    return {
      unit: 'rows/s',
      value: median(rates),
      settings: {
        ...{ rows, keys: KEYS, payloadBytes: COLD_PAYLOAD_BYTES, runs: rates.length, relays: 1 },
        ...{ process: 'new for each run', ...(await durabilityOf(stage)) },
      },
    };
  } finally {
    await stage.close();
  }
};
