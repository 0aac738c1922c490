import { frame, HEARTBEAT_MS, POLL_MS, scriptedRoom } from '../../test/scripted-room';

jest.useFakeTimers();

/** A room whose one reader has seen everything up to 7. */
const aRoomAtSeven = async () => {
  const scene = scriptedRoom();
  await scene.room.open();
  const { seen } = await scene.join();
  await scene.snapshot(7);
  expect(seen).toEqual([{ event: 'snapshot', seq: 7 }]);
  return { ...scene, seen };
};

it('compares again when Redis returns during a read that began before', async () => {
  const { redis, snapshot, waiting, seen } = await aRoomAtSeven();
  redis.lost();
  expect(waiting()).toBe(1);
  redis.restored();
  await snapshot(7);
  expect(waiting()).toBe(1);
  await snapshot(8);

  expect(seen.at(-1)).toEqual({ event: 'reset', seq: 8 });
});

it('compares until it succeeds once Redis has returned', async () => {
  const { redis, snapshot, failedSnapshot, pass, seen } = await aRoomAtSeven();
  redis.lost();
  await snapshot(7);
  redis.restored();
  await failedSnapshot();
  await pass(POLL_MS);
  await snapshot(8);

  expect(seen.at(-1)).toEqual({ event: 'reset', seq: 8 });
});

it('reads anew what was asked during a read that failed', async () => {
  const { redis, snapshot, failedSnapshot, pass, seen } = await aRoomAtSeven();
  redis.lost();
  redis.restored();
  await failedSnapshot();
  await pass(POLL_MS);
  await snapshot(9);

  expect(seen.at(-1)).toEqual({ event: 'reset', seq: 9 });
});

it('subscribes again for as long as Redis refuses, and compares when it stands', async () => {
  const { redis, subscriptions, snapshot, pass, seen } = await aRoomAtSeven();
  subscriptions.push(false, false, true);
  redis.lost();
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await snapshot(7);
    await pass(POLL_MS);
  }
  await snapshot(8);
  redis.frame(frame(9));

  expect(seen.slice(1)).toEqual([
    { event: 'reset', seq: 8 },
    { event: 'frame', seq: 9 },
  ]);
});

it('notices at a heartbeat what was dropped after Redis and the subscription had returned', async () => {
  const { redis, snapshot, pass, seen } = await aRoomAtSeven();
  redis.lost();
  await snapshot(7);
  redis.restored();
  await snapshot(7);
  await pass(HEARTBEAT_MS);
  await snapshot(8);

  expect(seen.at(-1)).toEqual({ event: 'reset', seq: 8 });
});

it('notices the loss of the last frame of a room that had moved', async () => {
  const { redis, snapshot, waiting, pass, seen } = await aRoomAtSeven();
  redis.frame(frame(8));
  await pass(HEARTBEAT_MS);
  expect(waiting()).toBe(0);
  await pass(HEARTBEAT_MS);
  await snapshot(9);

  expect(seen.at(-1)).toEqual({ event: 'reset', seq: 9 });
});

it('is silent to repeats: they do not put off the comparison', async () => {
  const { redis, snapshot, pass, seen } = await aRoomAtSeven();
  redis.frame(frame(6));
  redis.frame(frame(7));
  await pass(HEARTBEAT_MS);
  await snapshot(8);

  expect(seen.slice(1)).toEqual([{ event: 'reset', seq: 8 }]);
});

describe('a reader that resumed from the window while the room moved to a newer snapshot', () => {
  const aReaderBehind = async () => {
    const scene = await aRoomAtSeven();
    const late = await scene.join(5);
    scene.redis.lost();
    await scene.snapshot(10);
    await scene.window(frame(6), frame(7));
    expect(await late.outcome).toBe('live');
    expect(late.seen.map(({ seq }) => seq)).toEqual([6, 7]);
    scene.redis.restored();
    await scene.snapshot(10);
    return { ...scene, late };
  };

  it('is brought up by the comparison', async () => {
    const { late, seen } = await aReaderBehind();

    expect(late.seen.at(-1)).toEqual({ event: 'reset', seq: 10 });
    expect(seen.slice(1)).toEqual([{ event: 'reset', seq: 10 }]);
  });

  it('goes on with the others from there', async () => {
    const { redis, late, seen } = await aReaderBehind();
    redis.frame(frame(11));

    expect(late.seen.at(-1)).toEqual({ event: 'frame', seq: 11 });
    expect(seen.at(-1)).toEqual({ event: 'frame', seq: 11 });
  });

  it('keeps what comes during the read, and misses nothing of it', async () => {
    const scene = await aRoomAtSeven();
    const late = await scene.join(5);
    scene.redis.lost();
    await scene.snapshot(10);
    await scene.window(frame(6), frame(7));
    scene.redis.frame(frame(11));
    scene.redis.frame(frame(12));
    await scene.snapshot(11);

    expect(late.seen.slice(2)).toEqual([
      { event: 'reset', seq: 11 },
      { event: 'frame', seq: 12 },
    ]);
  });
});
