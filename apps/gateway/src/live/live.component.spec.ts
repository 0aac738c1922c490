import { randomUUID } from 'node:crypto';
import { testServers } from '@outcry/testing';
import { Redis } from 'ioredis';
import { json } from '../../test/fake-service';
import { startGateway, type GatewayUnderTest } from '../../test/gateway-under-test';
import { expectTiles, frameText, liveScene, stateAt } from '../../test/live-scene';

const HEARTBEAT_MS = 150;

let gateway: GatewayUnderTest;
let redis: Redis;
let scene: ReturnType<typeof liveScene>;

beforeAll(async () => {
  gateway = await startGateway({
    OUTCRY_LIVE_HEARTBEAT_MS: String(HEARTBEAT_MS),
    OUTCRY_LIVE_POLL_MS: '50',
  });
  redis = new Redis(testServers().redisUrl);
  scene = liveScene(gateway, redis);
});
afterAll(async () => {
  redis.disconnect();
  await gateway.stop();
});
afterEach(() => scene.closeReaders());

it('begins with the snapshot and goes on with frames that tile', async () => {
  const auctionId = scene.anAuction(7);
  const client = await scene.watch(auctionId);
  const snapshot = await client.until('snapshot');
  for (let seq = 8; seq <= 20; seq += 1) await scene.publish(auctionId, seq);
  await client.until('frame', 13);

  expect(client.headers['content-type']).toContain('text/event-stream');
  expect(snapshot).toMatchObject({ id: '7', data: { sequence: 7, lot: { title: 'Lamp' } } });
  expect(client.named('frame').map(({ id }) => Number(id))).toEqual(
    Array.from({ length: 13 }, (_, i) => 8 + i),
  );
  expect(expectTiles(client.events)).toBe(20);
});

it('drops repeats and cuts a frame that overlaps', async () => {
  const auctionId = scene.anAuction(3);
  const client = await scene.watch(auctionId);
  await client.until('snapshot');
  await scene.publish(auctionId, 2);
  await scene.publish(auctionId, 3);
  await scene.publish(auctionId, 2, 5);
  await scene.publish(auctionId, 6);
  await client.until('frame', 2);

  expect(client.named('frame')[0]?.data).toMatchObject({ fromSeq: 4, seq: 5 });
  expect(expectTiles(client.events)).toBe(6);
});

it('resets by a new snapshot when frames are missing', async () => {
  const auctionId = scene.anAuction(3);
  const client = await scene.watch(auctionId);
  await client.until('snapshot');
  scene.moveTo(auctionId, 9);
  await scene.publish(auctionId, 9);
  const reset = await client.until('reset');
  await scene.publish(auctionId, 10);
  await client.until('frame');

  expect(reset.data).toMatchObject({ sequence: 9, reason: 'gap' });
  expect(expectTiles(client.events)).toBe(10);
});

it('notices by the snapshot what a silent room has missed', async () => {
  const auctionId = scene.anAuction(3);
  const client = await scene.watch(auctionId);
  await client.until('snapshot');
  scene.moveTo(auctionId, 5);

  expect((await client.until('reset')).data).toMatchObject({ sequence: 5, reason: 'difference' });
});

it('sends heartbeats that carry the sequence, with one snapshot read for the whole room', async () => {
  const auctionId = scene.anAuction(4);
  const readers = await Promise.all(Array.from({ length: 8 }, () => scene.watch(auctionId)));
  await Promise.all(readers.map((client) => client.until('heartbeat')));
  const before = scene.readsOf(auctionId);
  await Promise.all(readers.map((client) => client.until('heartbeat', 4)));

  expect(readers[0]?.named('heartbeat')[0]?.data).toMatchObject({ seq: 4 });
  // Eight readers and three heartbeats: read for each reader it would be twenty-four.
  expect(scene.readsOf(auctionId) - before).toBeLessThan(8);
});

describe('resuming by Last-Event-ID', () => {
  it('goes on from the window without a snapshot', async () => {
    const auctionId = scene.anAuction(10);
    for (let seq = 5; seq <= 10; seq += 1) await scene.publish(auctionId, seq);
    const client = await scene.watch(auctionId, { 'last-event-id': '6' });
    await scene.publish(auctionId, 11);
    await client.until('heartbeat');

    expect(client.named('snapshot')).toEqual([]);
    expect(client.named('reset')).toEqual([]);
    const frames = client.named('frame').map(({ data }) => data);
    expect(frames[0]).toMatchObject({ fromSeq: 7 });
    expect(frames.at(-1)).toMatchObject({ seq: 11 });
    expect(frames.flatMap(({ bids }) => (bids as { bidId: string }[]).map((b) => b.bidId))).toEqual(
      ['b7', 'b8', 'b9', 'b10', 'b11'],
    );
  });

  it('sends nothing to a client that has seen everything', async () => {
    const client = await scene.watch(scene.anAuction(6), { 'last-event-id': '6' });
    await client.until('heartbeat');

    expect(client.events.map(({ event }) => event)).toEqual(['heartbeat']);
  });

  it('resets a client that the window does not reach back to', async () => {
    const auctionId = scene.anAuction(10);
    for (const seq of [8, 9, 10]) await scene.publish(auctionId, seq);
    const client = await scene.watch(auctionId, { 'last-event-id': '2' });

    expect((await client.until('reset')).data).toMatchObject({
      sequence: 10,
      reason: 'window_passed',
    });
  });

  it('resets when the window is empty', async () => {
    const client = await scene.watch(scene.anAuction(10), { 'last-event-id': '9' });

    expect((await client.until('reset')).data).toMatchObject({ sequence: 10 });
  });

  it('resets a client that claims to be ahead of the auction', async () => {
    const client = await scene.watch(scene.anAuction(10), { 'last-event-id': '11' });

    expect((await client.until('reset')).data).toMatchObject({ sequence: 10, reason: 'ahead' });
  });
});

it('coalesces for a slow reader without holding up the others', async () => {
  const auctionId = scene.anAuction(0);
  const slow = await scene.watch(auctionId);
  const fast = await scene.watch(auctionId);
  await Promise.all([slow.until('snapshot'), fast.until('snapshot')]);
  slow.pause();
  const padding = 'x'.repeat(20_000);
  const last = 300;
  for (let seq = 1; seq <= last; seq += 1) {
    const text = frameText(seq, seq, { auction: { ...stateAt(seq), padding } });
    await redis.publish(`live:default:${auctionId}`, text);
  }
  await fast.until('frame', last);
  slow.resume();
  scene.moveTo(auctionId, last);
  const caughtUp = () => slow.events.some(({ data }) => (data['seq'] as number) === last);
  for (let i = 0; i < 500 && !caughtUp(); i += 1) await new Promise((r) => setTimeout(r, 10));

  expect(expectTiles(fast.events)).toBe(last);
  expect(expectTiles(slow.events)).toBe(last);
  expect(slow.named('frame').length).toBeLessThan(last);
});

it('is the same room however the id is written', async () => {
  const auctionId = scene.anAuction(1);
  const client = await scene.watch(auctionId.toUpperCase());
  await client.until('snapshot');
  await scene.publish(auctionId, 2);

  expect((await client.until('frame')).data).toMatchObject({ seq: 2 });
});

it('refuses an auction that is not public', async () => {
  const { status } = await scene.watch(randomUUID());

  expect(status).toBe(404);
});

it('says 503 while the auction cannot be read', async () => {
  const answer = gateway.bidding.answer;
  gateway.bidding.answer = (_seen, response) => json(response, 503, { code: 'overloaded' });
  const response = await fetch(`${gateway.url}/v1/auctions/${randomUUID()}/live`);
  gateway.bidding.answer = answer;

  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ code: 'service_unavailable' });
});

it('ends the stream of a token that runs out, and tells why', async () => {
  const auctionId = scene.anAuction(1);
  const claims = { sub: 'ann', tenantId: 'default', roles: ['bidder' as const], ttlSeconds: 1 };
  const token = await gateway.issuer.issueToken(claims);
  const client = await scene.watch(auctionId, { authorization: `Bearer ${token}` });

  expect((await client.until('end')).data).toEqual({ reason: 'token_expired' });
  for (let i = 0; i < 200 && !client.isEnded(); i += 1) await new Promise((r) => setTimeout(r, 5));
  expect(client.isEnded()).toBe(true);
});

it('shows a listing that was edited anew', async () => {
  const auctionId = scene.anAuction(1);
  const client = await scene.watch(auctionId);
  await client.until('snapshot');
  scene.moveTo(auctionId, 2);
  await scene.publish(auctionId, 2, 2, { bids: [], kinds: ['auction-edited'] });

  expect((await client.until('reset')).data).toMatchObject({ sequence: 2, reason: 'edited' });
});

it('keeps rooms of different tenants apart', async () => {
  const auctionId = scene.anAuction(1);
  const client = await scene.watch(auctionId, { 'x-tenant-id': 'other' });
  await client.until('snapshot');
  await scene.publish(auctionId, 2);
  await client.until('heartbeat', 2);

  expect(client.named('frame')).toEqual([]);
});
