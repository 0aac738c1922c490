import { randomUUID } from 'node:crypto';
import { eventually, testServers } from '@outcry/testing';
import { Redis } from 'ioredis';
import type { LiveFrame } from '../domain/live-frame';
import { redisLiveWindow } from './live-window';

let redis: Redis;
let subscriber: Redis;

beforeAll(() => {
  redis = new Redis(testServers().redisUrl);
  subscriber = new Redis(testServers().redisUrl);
});
afterAll(() => {
  redis.disconnect();
  subscriber.disconnect();
});

const frame = (fromSeq: number, seq = fromSeq): LiveFrame => ({
  fromSeq,
  seq,
  auction: { bidCount: seq },
  bids: [],
  kinds: ['bid-placed'],
});

/** A room of its own, with what was published to it. */
const aRoom = async () => {
  const [tenantId, auctionId] = ['acme', randomUUID()];
  const published: { seq: number; reset?: boolean }[] = [];
  await subscriber.subscribe(`live:${tenantId}:${auctionId}`);
  subscriber.on('message', (channel: string, text: string) => {
    if (channel.endsWith(auctionId)) published.push(JSON.parse(text) as { seq: number });
  });
  const window = redisLiveWindow(redis);
  const key = `live-window:${tenantId}:${auctionId}`;
  return {
    published,
    key,
    append: (...frames: LiveFrame[]) =>
      window.append(frames.map((one) => ({ tenantId, auctionId, frame: one }))),
    kept: async () =>
      (await redis.lrange(key, 0, -1)).map((text) => (JSON.parse(text) as LiveFrame).seq),
  };
};

it('keeps and publishes frames in order', async () => {
  const room = await aRoom();

  expect(await room.append(frame(1), frame(2), frame(3))).toEqual(
    Array.from({ length: 3 }, () => 'appended'),
  );
  expect(await room.kept()).toEqual([1, 2, 3]);
  await eventually(() => room.published.map(({ seq }) => seq).join() === '1,2,3');
});

it('drops what it has had, so that repeats and late copies change nothing', async () => {
  const room = await aRoom();
  await room.append(frame(1), frame(2), frame(3));

  expect(await room.append(frame(3), frame(1), frame(2), frame(4))).toEqual([
    'dropped',
    'dropped',
    'dropped',
    'appended',
  ]);
  expect(await room.kept()).toEqual([1, 2, 3, 4]);
  await eventually(() => room.published.map(({ seq }) => seq).join() === '1,2,3,4');
});

it('marks a jump, and forgets what cannot be replayed across it', async () => {
  const room = await aRoom();
  await room.append(frame(1), frame(2));

  expect(await room.append(frame(7), frame(8))).toEqual(['reset', 'appended']);
  expect(await room.kept()).toEqual([7, 8]);
  await eventually(() => room.published.length === 4);
  expect(room.published.map(({ reset }) => reset === true)).toEqual([false, false, true, false]);
});

it('takes a frame that overlaps what it has', async () => {
  const room = await aRoom();
  await room.append(frame(1), frame(2));

  expect(await room.append(frame(2, 4))).toEqual(['appended']);
});

it('starts anywhere when it is empty', async () => {
  const room = await aRoom();

  expect(await room.append(frame(41))).toEqual(['appended']);
  expect(await room.kept()).toEqual([41]);
});

it('keeps the latest two hundred, for an hour', async () => {
  const room = await aRoom();
  await room.append(...Array.from({ length: 250 }, (_, at) => frame(at + 1)));
  const kept = await room.kept();

  expect([kept.length, kept[0], kept.at(-1)]).toEqual([200, 51, 250]);
  expect(await redis.pttl(room.key)).toBeGreaterThan(3_500_000);
});

it('stays gap-free when several replicas append the same frames at once', async () => {
  const room = await aRoom();
  const frames = Array.from({ length: 50 }, (_, at) => frame(at + 1));
  const results = await Promise.all([room.append(...frames), room.append(...frames)]);

  expect(await room.kept()).toEqual(frames.map(({ seq }) => seq));
  expect(results.flat().filter((outcome) => outcome === 'appended')).toHaveLength(50);
});

it('says that trying again may help when Redis is away', async () => {
  const away = new Redis('redis://127.0.0.1:1', {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  away.on('error', () => undefined);
  const window = redisLiveWindow(away);

  await expect(
    window.append([{ tenantId: 'acme', auctionId: randomUUID(), frame: frame(1) }]),
  ).rejects.toMatchObject({ code: 'redis_unavailable', retryable: true });
});
