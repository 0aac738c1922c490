import { eventually, tcpProxy, testServers, type TcpProxy } from '@outcry/testing';
import { Redis } from 'ioredis';
import { startGateway, type GatewayUnderTest } from '../../test/gateway-under-test';
import { expectTiles, liveScene } from '../../test/live-scene';

let link: TcpProxy;
let redis: Redis;
let gateway: GatewayUnderTest;
let scene: ReturnType<typeof liveScene>;

beforeEach(async () => {
  const { hostname, port } = new URL(testServers().redisUrl);
  link = await tcpProxy({ host: hostname, port: Number(port) });
  gateway = await startGateway({
    OUTCRY_REDIS_URL: `redis://127.0.0.1:${link.port}`,
    OUTCRY_LIVE_POLL_MS: '50',
    // Longer than a test: what is noticed is not noticed by a heartbeat.
    OUTCRY_LIVE_HEARTBEAT_MS: '60000',
  });
  redis = new Redis(testServers().redisUrl);
  scene = liveScene(gateway, redis);
});
afterEach(async () => {
  scene.closeReaders();
  redis.disconnect();
  await gateway.stop();
  await link.close();
});

const subscribers = async (auctionId: string): Promise<number> => {
  const [, count] = await redis.pubsub('NUMSUB', `live:default:${auctionId}`);
  return Number(count);
};

it('polls the snapshot while Redis is away, and follows frames once it is back', async () => {
  const auctionId = scene.anAuction(3);
  const client = await scene.watch(auctionId);
  await client.until('snapshot');
  await eventually(async () => (await subscribers(auctionId)) === 1);

  await link.refuse();
  scene.moveTo(auctionId, 5);
  expect((await client.until('reset')).data).toMatchObject({ sequence: 5, reason: 'difference' });
  scene.moveTo(auctionId, 6);
  await client.until('reset', 2);

  await link.accept();
  await eventually(async () => (await subscribers(auctionId)) === 1);
  await eventually(async () => {
    await scene.publish(auctionId, 7);
    return client.named('frame').length > 0;
  });
  expect(expectTiles(client.events)).toBe(7);
});

it('compares with one snapshot a room after Redis was away, so that nothing stays missing', async () => {
  const auctionId = scene.anAuction(3);
  const readers = await Promise.all([1, 2, 3].map(() => scene.watch(auctionId)));
  await Promise.all(readers.map((reader) => reader.until('snapshot')));
  await eventually(async () => (await subscribers(auctionId)) === 1);

  link.cut();
  scene.moveTo(auctionId, 4);
  await Promise.all(readers.map((reader) => reader.until('reset')));

  for (const reader of readers) expect(expectTiles(reader.events)).toBe(4);
});

it('opens streams while Redis is away', async () => {
  await link.refuse();
  const auctionId = scene.anAuction(1);
  const client = await scene.watch(auctionId);
  await client.until('snapshot');
  scene.moveTo(auctionId, 2);

  expect((await client.until('reset')).data).toMatchObject({ sequence: 2 });
});

it('notices a Redis that keeps its connections but says nothing', async () => {
  const auctionId = scene.anAuction(1);
  const client = await scene.watch(auctionId);
  await client.until('snapshot');
  link.fault({ kind: 'half_open' });
  scene.moveTo(auctionId, 2);

  expect((await client.until('reset')).data).toMatchObject({ sequence: 2 });
});
