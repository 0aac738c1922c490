import { randomUUID } from 'node:crypto';
import { eventually, testServers } from '@outcry/testing';
import { Redis } from 'ioredis';
import { silentLog } from '../../telemetry';
import { redisWakeUps } from './redis-wake-ups';
import type { WakeUps } from './wake-ups';

describe('wake-ups by Redis', () => {
  const connections: Redis[] = [];
  const open: WakeUps[] = [];
  /** As the chassis opens it: without a connection every command fails at once. */
  const connect = (
    url = testServers().redisUrl,
    more: { retryStrategy?: () => null; connectionName?: string } = {},
  ): Redis => {
    const redis = new Redis(url, {
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      commandTimeout: 1_000,
      ...more,
    });
    redis.on('error', () => undefined);
    connections.push(redis);
    return redis;
  };
  const replica = (channel: string, redis = connect()): WakeUps => {
    const wakeUps = redisWakeUps({ redis, channel, log: silentLog });
    open.push(wakeUps);
    return wakeUps;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map((wakeUps) => wakeUps.close()));
    connections.splice(0).forEach((redis) => redis.disconnect());
  });

  it('reach the other replicas of the same outbox, and no other outbox', async () => {
    const channel = `test-wake-${randomUUID()}`;
    const [one, two, foreign] = [replica(channel), replica(channel), replica(`${channel}-x`)];
    const heard = { two: 0, foreign: 0 };
    two.listen(() => (heard.two += 1));
    foreign.listen(() => (heard.foreign += 1));
    await eventually(() => {
      one.wake();
      expect(heard.two).toBeGreaterThan(0);
    });
    expect(heard.foreign).toBe(0);
  });

  it('are heard in the own process at once; many commits share a second publish', async () => {
    const channel = `test-wake-${randomUUID()}`;
    const redis = connect();
    const one = replica(channel, redis);
    await eventually(() => expect(redis.status).toBe('ready'));
    let heard = 0;
    one.listen(() => (heard += 1));
    const publish = jest.spyOn(redis, 'publish');
    for (let at = 0; at < 5; at += 1) one.wake();
    expect(heard).toBe(5);
    expect(publish).toHaveBeenCalledTimes(1);
    await eventually(() => expect(publish).toHaveBeenCalledTimes(2));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(publish).toHaveBeenCalledTimes(2);
    expect(publish).toHaveBeenCalledWith(channel, '');
  });

  it('reach a replica again after its connection was cut', async () => {
    const channel = `test-wake-${randomUUID()}`;
    const one = replica(channel);
    const admin = connect();
    const two = replica(channel, connect(undefined, { connectionName: channel }));
    let heard = 0;
    two.listen(() => (heard += 1));
    await eventually(() => {
      one.wake();
      expect(heard).toBeGreaterThan(0);
    });
    const clients = String(await admin.call('CLIENT', 'LIST')).split('\n');
    const ids = clients
      .filter((line) => line.includes(channel))
      .map((line) => line.match(/id=(\d+)/)?.[1]);
    for (const id of ids) await admin.call('CLIENT', 'KILL', 'ID', id ?? '');
    expect(ids.length).toBeGreaterThan(0);
    heard = 0;
    await eventually(() => {
      one.wake();
      expect(heard).toBeGreaterThan(0);
    });
  });

  it('still reach the own process when Redis is down', async () => {
    const one = replica(
      'test-wake-down',
      connect('redis://127.0.0.1:1', { retryStrategy: () => null }),
    );
    let heard = 0;
    const unlisten = one.listen(() => (heard += 1));
    one.wake();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(heard).toBe(1);
    unlisten();
    one.wake();
    expect(heard).toBe(1);
  });
});
