import { randomUUID } from 'node:crypto';
import type { Committed } from '../../load/edge/auctions.part';
import type { Audience, Received } from '../../load/edge/receivers.part';
import type { Row } from '../../report/row';
import { median, medianSpread, spreadOf, type Spread } from '../../report/statistics';
import { startPlayer, type Player } from '../../stage/player';
import { durabilityOf } from '../../stage/stage';
import { until } from '../../stage/stopwatch';
import { RUNS, type Race, type Scale } from '../race';
import { latenciesOf } from './frame-latencies';
import { openLiveRooms, type LiveRooms } from './open-rooms';

type Size = {
  readonly crowd: number;
  readonly rooms: number;
  readonly readersOfRoom: number;
  /** Bids a second: in the crowd's room, and in the other rooms together. */
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

type Scene = {
  readonly size: Size;
  readonly rooms: LiveRooms;
  readonly receivers: Player;
  /** The crowd's room is the first. */
  readonly audience: Audience['readers'];
  /** Of the crowd, those who read nothing any more: they are written to, not waited for. */
  readonly silent: number;
};

/** A run: what each reader waited for each bid, and what the two processes spent on a frame. */
type Run = Spread & {
  readonly framesPerSecond: number;
  readonly gatewayMicros: number;
  readonly receiverMicros: number;
};

/** Bids of the crowd's auction and of the others. */
const bid = async ({ rooms, size, audience }: Scene): Promise<readonly Committed[]> => {
  const [crowd = '', ...others] = audience.map(({ auctionId }) => auctionId);
  const { seconds } = size;
  const bids = await Promise.all([
    rooms.bid({ auctionIds: [crowd], perSecond: size.crowdRate, seconds }),
    rooms.bid({ auctionIds: others, perSecond: size.roomsRate, seconds }),
  ]);
  return bids.flat();
};

/** Frames, were none of them put together: those to everybody, and those to who reads. */
const framesOf = ({ audience, silent }: Scene, committed: readonly Committed[]) => {
  const readers = new Map(audience.map(({ auctionId, count }) => [auctionId, count]));
  const written = committed.reduce((sum, { auctionId }) => sum + (readers.get(auctionId) ?? 0), 0);
  const crowd = committed.filter(({ auctionId }) => auctionId === audience[0]?.auctionId);
  return { written, due: written - silent * crowd.length };
};

const runOnce = async (scene: Scene): Promise<Run> => {
  const { rooms, receivers, audience, size } = scene;
  const { gateway } = rooms.edge;
  const before = await gateway.call<number>('cpuMicros');
  await receivers.call<Received>('take');
  const committed = await bid(scene);
  const { written, due } = framesOf(scene, committed);
  const arrived = async (): Promise<boolean> => (await receivers.call<number>('passed')) >= due;
  await until('the last frame', arrived, { everyMs: 50 });
  const received = await receivers.call<Received>('take');
  const cpuMicros = (await gateway.call<number>('cpuMicros')) - before;
  if (received.gaps > 0) throw new Error(`${received.gaps} frames did not tile`);
  const frames = received.seqs.length;
  const ids = audience.map(({ auctionId }) => auctionId);
  return {
    ...spreadOf(latenciesOf(committed, received, ids)),
    framesPerSecond: frames / size.seconds,
    gatewayMicros: cpuMicros / written,
    receiverMicros: received.cpuMicros / frames,
  };
};

const runsOf = async (scene: Scene, count: number): Promise<readonly Run[]> => {
  const runs: Run[] = [];
  while (runs.length < count) runs.push(await runOnce(scene));
  return runs;
};

const rowOf = (name: string, runs: readonly Run[], settings: Record<string, unknown>): Row => {
  const middle = (of: (run: Run) => number): number => median(runs.map(of));
  return {
    ...{ name, unit: 'frames/s' },
    value: middle(({ framesPerSecond }) => framesPerSecond),
    ...medianSpread(runs),
    settings: {
      ...{ ...settings, runs: runs.length, loop: 'open, Poisson' },
      from: 'the return of the commit to the parsed frame of each reader',
      gatewayCpuMicrosPerFrame: Number(middle((run) => run.gatewayMicros).toFixed(1)),
      receiverCpuMicrosPerFrame: Number(middle((run) => run.receiverMicros).toFixed(1)),
    },
  };
};

const audienceOf = ({ crowd, rooms, readersOfRoom }: Size): Audience['readers'] => [
  { auctionId: randomUUID(), count: crowd },
  ...Array.from({ length: rooms }, () => ({ auctionId: randomUUID(), count: readersOfRoom })),
];

/** Both variants: all read; then some of the crowd read nothing any more. */
const race = async (scene: Scene, scale: Scale): Promise<readonly Row[]> => {
  const { size, rooms, receivers, audience } = scene;
  const { gateway, gatewayPort: port } = rooms.edge;
  await rooms.list(audience.map(({ auctionId }) => auctionId));
  const rssBefore = await gateway.call<number>('rssBytes');
  await receivers.call('watch', { port, readers: audience } satisfies Audience);
  const rssAfter = await gateway.call<number>('rssBytes');
  const { stalled, ...sizes } = size;
  const clients = size.crowd + size.rooms * size.readersOfRoom;
  const settings = { clients, ...sizes, ...(await durabilityOf(rooms.stage)) };
  // The first one warms up.
  const [, ...runs] = await runsOf(scene, RUNS[scale] + 1);
  await receivers.call('stall', stalled);
  const beside = await runsOf({ ...scene, silent: stalled }, RUNS[scale]);
  const rssBytesPerClient = Math.max(0, Math.round((rssAfter - rssBefore) / clients));
  return [
    rowOf('live-fan-out', runs, { ...settings, rssBytesPerClient }),
    rowOf('live-fan-out/slow-readers', beside, { ...settings, stalled }),
  ];
};

/**
 * How long a bid takes from its commit, through bidding's relay, Kafka, notification, Redis and
 * one gateway, to all who watch, each of whom parses it.
 */
export const liveFanOut: Race = {
  name: 'live-fan-out',
  run: async ({ scale, progress }) => {
    const size = SIZES[scale];
    const rooms = await openLiveRooms();
    const receivers = startPlayer('load/edge/receivers.part.ts');
    const scene = { size, rooms, receivers, audience: audienceOf(size) };
    try {
      const rows = await race({ ...scene, silent: 0 }, scale);
      for (const { name, value, p95 } of rows) {
        progress(`${name}: ${Math.round(value)} frames/s, p95 ${p95?.toFixed(0)} ms`);
      }
      return rows;
    } finally {
      await receivers.end();
      await rooms.close();
    }
  },
};
