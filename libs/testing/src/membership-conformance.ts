import type { IncomingRecord } from '@outcry/messaging';
import { eventually } from './eventually';
import { keys, last, numbered, record, text, valuesOf } from './transport-harness';
import { collect, PARTITIONS, type TransportRig } from './transport-rig';

/** What is relied on in a consumer group: its places, its members, and their partitions. */
export const describeMembership = (rig: TransportRig): void => {
  const { send, subscribe, assigned } = rig;

  it('gives the next member what the last one left undone', async () => {
    await send(...numbered('a', 1, 6));
    const first: IncomingRecord[] = [];
    const crashed = await subscribe(async (batch) => {
      first.push(...batch.records);
      const third = batch.records.find((one) => text(one) === '3');
      if (third !== undefined) batch.done(third.offset);
    });
    await eventually(() => expect(valuesOf(first, 'a')).toHaveLength(6));
    await crashed.stop();
    const second: IncomingRecord[] = [];
    await subscribe(collect(second));
    await eventually(() => expect(valuesOf(second, 'a')).toEqual(['4', '5', '6']));
  });

  it('starts a new group at the end when asked to', async () => {
    await send(...keys(12).map((key) => record(key, 'before')));
    const received: IncomingRecord[] = [];
    const subscription = await subscribe(collect(received), { from: 'latest' });
    await assigned(subscription, PARTITIONS);
    await send(...keys(12).map((key) => record(key, 'after')));
    await eventually(() => expect(received).toHaveLength(12));
    expect(received.map(text)).not.toContain('before');
  });

  it('has its place in every partition from its first record on, whoever is away', async () => {
    await send(...keys(12).map((key) => record(key, 'before')));
    const first: IncomingRecord[] = [];
    const away = await subscribe(collect(first), { from: 'latest' });
    await assigned(away, PARTITIONS);
    await send(record('key-0', 'first'));
    await eventually(() => expect(first.map(text)).toEqual(['first']));
    await away.stop();
    await send(...keys(30).map((key) => record(key, 'meanwhile')));
    const second: IncomingRecord[] = [];
    await subscribe(collect(second), { from: 'latest' });
    await eventually(() => expect(second).toHaveLength(30));
    expect(new Set(second.map(text))).toEqual(new Set(['meanwhile']));
  });

  it('deals partitions out again when a member joins or leaves, and loses nothing', async () => {
    const received: IncomingRecord[] = [];
    const first = await subscribe(collect(received));
    await assigned(first, PARTITIONS);
    await send(...keys(30).map((key) => record(key, '1')));
    const second = await subscribe(collect(received));
    await eventually(() => {
      const counts = [first, second].map((one) => one.progress().assigned);
      expect(Math.min(...counts)).toBeGreaterThan(0);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(PARTITIONS);
    });
    await send(...keys(30).map((key) => record(key, '2')));
    await first.stop();
    await send(...keys(30).map((key) => record(key, '3')));
    await assigned(second, PARTITIONS);
    await eventually(() => {
      for (const key of keys(30)) expect(valuesOf(received, key)).toEqual(['1', '2', '3']);
    });
  });

  it('tells a batch at work that its partition is wanted elsewhere', async () => {
    await send(...keys(12).map((key) => record(key, '1')));
    const beatsRejected: boolean[] = [];
    const first = await subscribe(async (batch) => {
      while (!batch.isStale()) await new Promise((resolve) => setTimeout(resolve, 20));
      beatsRejected.push(
        await batch.heartbeat().then(
          () => false,
          () => true,
        ),
      );
    });
    await assigned(first, PARTITIONS);
    const received: IncomingRecord[] = [];
    await subscribe(collect(received));
    await eventually(() => expect(beatsRejected[0]).toBe(true));
    await first.stop();
    await eventually(() => {
      for (const key of keys(12)) expect(valuesOf(received, key)).toEqual(['1']);
    });
  });

  it('stops only when the running batch has ended, and has committed what it did', async () => {
    await send(...numbered('a', 1, 3));
    let finish = (): void => undefined;
    const gate = new Promise<void>((resolve) => (finish = resolve));
    let entered = false;
    let stale: boolean | undefined;
    const first = await subscribe(async (batch) => {
      entered = true;
      await gate;
      stale = batch.isStale();
      batch.done(batch.records[1]?.offset ?? 0n);
    });
    await eventually(() => expect(entered).toBe(true));
    let stopped = false;
    const stopping = first.stop().then(() => (stopped = true));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(stopped).toBe(false);
    finish();
    await stopping;
    expect(stale).toBe(true);
    const received: IncomingRecord[] = [];
    await subscribe(collect(received));
    await eventually(() => expect(valuesOf(received, 'a')).toEqual(['3']));
  });

  it('tells how far it is', async () => {
    const started = Date.now();
    let mayGoOn = false;
    const subscription = await subscribe(async (batch) => {
      if (mayGoOn) batch.done(last(batch));
    });
    await assigned(subscription, PARTITIONS);
    await send(...numbered('a', 1, 5));
    await eventually(() => expect(subscription.progress().lag).toBe(5n));
    expect(subscription.progress().brokerReachable).toBe(true);
    mayGoOn = true;
    await eventually(() => expect(subscription.progress().lag).toBe(0n));
    expect(subscription.progress().lastAdvanceMs).toBeGreaterThanOrEqual(started);
    await subscription.stop();
    expect(subscription.progress().assigned).toBe(0);
  });
};
