import { bidding } from '@outcry/contracts';
import { testServers } from '@outcry/testing';
import type { RelayStart } from '../../load/relay.part';
import type { Row } from '../../report/row';
import { median } from '../../report/statistics';
import { startPlayer } from '../../stage/player';
import { durabilityOf, openStage, type Stage } from '../../stage/stage';
import { timed, until } from '../../stage/stopwatch';
import { RUNS, type RaceContext, type Scale } from '../race';
import { fillOutbox, isDrained } from './backlog.sql';

const TOPIC = bidding.biddingAuctionV1Topic.name;
const ROWS: Readonly<Record<Scale, number>> = { full: 200_000, quick: 40_000, smoke: 400 };
const KEYS = 5_000;
export const COLD_PAYLOAD_BYTES = 450;

/** In rows/s, from when the process exists: connecting and taking the leases are part of it. */
const drainOnce = async (stage: Stage, rows: number): Promise<number> => {
  const { connectionString, brokers, topicPrefix, database } = stage;
  await fillOutbox(database, { rows, payloadBytes: COLD_PAYLOAD_BYTES, keys: KEYS, topic: TOPIC });
  const relay = startPlayer('load/relay.part.ts');
  try {
    const start: RelayStart = {
      ...{ connectionString, brokers, topicPrefix, redisUrl: testServers().redisUrl },
      channel: `outbox-wake:${topicPrefix}`,
    };
    const { seconds } = await timed(async () => {
      await relay.call('start', start);
      await until('the relay to drain its outbox', () => isDrained(database));
    });
    await relay.call('stop');
    return rows / seconds;
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
