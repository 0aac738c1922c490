import { randomUUID } from 'node:crypto';
import { testServers } from '@outcry/testing';
import { Redis } from 'ioredis';
import { sharedNowMs } from '../../load/latency-clock';
import type { Audience, Received } from '../../load/edge/receivers.part';
import type { Row } from '../../report/row';
import { median, medianSpread, spreadOf } from '../../report/statistics';
import { startPlayer, type Player } from '../../stage/player';
import { RUNS, type Race, type Scale } from '../race';
import { openEdge } from './open-edge';

type Size = {
  readonly crowd: number;
  readonly rooms: number;
  readonly readersOfRoom: number;
  /** Patches a second: of the crowd's room, and of the other rooms together. */
  readonly crowdRate: number;
  readonly roomsRate: number;
  readonly seconds: number;
  /** Of the crowd, those who read nothing any more in the second variant. */
  readonly stalled: number;
};

const SMOKE_RATES = { crowdRate: 20, roomsRate: 20 };
const RATES = { crowdRate: 10, roomsRate: 90, readersOfRoom: 20 };
const SIZES: Readonly<Record<Scale, Size>> = {
  full: { ...RATES, crowd: 2_000, rooms: 400, seconds: 10, stalled: 1_000 },
  quick: { ...RATES, crowd: 400, rooms: 80, seconds: 4, stalled: 100 },
  smoke: { crowd: 3, rooms: 2, readersOfRoom: 2, ...SMOKE_RATES, seconds: 0.5, stalled: 1 },
};
const WINDOW_FRAMES = 200;
const WINDOW_SECONDS = 600;
/** For frames under way when the last one has been sent. */
const SETTLE_MS = 1_000;

type Room = { readonly auctionId: string; seq: number };

/** What notification does when an auction has moved: the window first, then the room. */
const publish = (redis: Redis, room: Room): Promise<unknown> => {
  room.seq += 1;
  const text = JSON.stringify({
    fromSeq: room.seq,
    seq: room.seq,
    auction: { status: 'open', bidCount: room.seq, price: { amount: '100000', asset: 'USD/2' } },
    bids: [{ bidId: randomUUID(), sequence: room.seq, paddle: '7', sentAt: sharedNowMs() }],
    kinds: ['bid-placed'],
  });
  const window = `live-window:default:${room.auctionId}`;
  return redis
    .pipeline()
    .rpush(window, text)
    .ltrim(window, -WINDOW_FRAMES, -1)
    .expire(window, WINDOW_SECONDS)
    .publish(`live:default:${room.auctionId}`, text)
    .exec();
};

/** Open loop: patches at random moments at a rate, of rooms drawn at random. */
const patch = async (redis: Redis, rooms: readonly Room[], perSecond: number, seconds: number) => {
  const endMs = performance.now() + seconds * 1_000;
  let nextMs = performance.now();
  let sent = 0;
  while (nextMs < endMs) {
    for (; nextMs <= performance.now() && nextMs < endMs; sent += 1) {
      await publish(redis, rooms[Math.floor(Math.random() * rooms.length)] as Room);
      nextMs -= (Math.log(1 - Math.random()) * 1_000) / perSecond;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return sent;
};

const roomsOf = (count: number): Room[] =>
  Array.from({ length: count }, () => ({ auctionId: randomUUID(), seq: 0 }));

type Scene = {
  readonly size: Size;
  readonly redis: Redis;
  readonly receivers: Player;
  readonly crowd: readonly Room[];
  readonly others: readonly Room[];
};

/** What all readers get of patches in all rooms, run by run. */
const runsOf = async (scene: Scene, count: number): Promise<readonly Received[]> => {
  const { size, redis, receivers, crowd, others } = scene;
  const runs: Received[] = [];
  for (let run = 0; run < count; run += 1) {
    await Promise.all([
      patch(redis, crowd, size.crowdRate, size.seconds),
      patch(redis, others, size.roomsRate, size.seconds),
    ]);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const received = await receivers.call<Received>('take');
    if (received.gaps > 0) throw new Error(`${received.gaps} frames did not tile`);
    runs.push(received);
  }
  return runs;
};

const rowOf = (name: string, runs: readonly Received[], settings: Record<string, unknown>): Row => {
  const seconds = Number(settings['seconds']);
  return {
    ...{ name, unit: 'frames/s' },
    value: median(runs.map(({ frames }) => frames / seconds)),
    ...medianSpread(runs.map(({ latenciesMs }) => spreadOf([...latenciesMs]))),
    settings: {
      ...{ ...settings, runs: runs.length, loop: 'open', servers: 'Redis' },
      from: 'publishing to Redis, which is what notification does behind the commit',
    },
  };
};

/** How long a patch takes through one gateway to all who watch, each of whom parses it. */
export const liveFanOut: Race = {
  name: 'live-fan-out',
  run: async ({ scale, progress }) => {
    const size = SIZES[scale];
    const edge = await openEdge();
    const receivers = startPlayer('load/edge/receivers.part.ts');
    const redis = new Redis(testServers().redisUrl);
    const [crowd, others] = [roomsOf(1), roomsOf(size.rooms)];
    try {
      const audience = (rooms: readonly Room[], count: number) =>
        rooms.map(({ auctionId }) => ({ auctionId, count }));
      const readers = [...audience(crowd, size.crowd), ...audience(others, size.readersOfRoom)];
      const watching = { port: edge.gatewayPort, readers };
      const rssBefore = await edge.gateway.call<number>('rssBytes');
      await receivers.call('watch', watching satisfies Audience);
      const rssAfter = await edge.gateway.call<number>('rssBytes');
      const clients = size.crowd + size.rooms * size.readersOfRoom;
      progress(`${clients} readers are watching`);
      const scene = { size, redis, receivers, crowd, others };
      // The first one warms up.
      const [, ...runs] = await runsOf(scene, RUNS[scale] + 1);
      await receivers.call('stall', size.stalled);
      const beside = await runsOf(scene, RUNS[scale]);
      const { stalled, ...sizes } = { clients, ...size };
      const rssBytesPerClient = Math.max(0, Math.round((rssAfter - rssBefore) / clients));
      return [
        rowOf('live-fan-out', runs, { ...sizes, rssBytesPerClient }),
        rowOf('live-fan-out/slow-readers', beside, { ...sizes, stalled }),
      ];
    } finally {
      await receivers.end();
      redis.disconnect();
      await edge.close();
    }
  },
};
