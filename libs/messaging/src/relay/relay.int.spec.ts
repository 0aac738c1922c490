import { eventually } from '@outcry/testing';
import { armFailpoint, OUTBOX_SHARDS } from '..';
import { shardOf } from '../outbox/shards';
import {
  expectFaithful,
  moved,
  outboxRig,
  TOPIC,
  upTo,
  type OutboxRig,
} from '../../test/outbox-rig';

const many = (key: string, from: number, to: number) =>
  upTo(to - from + 1).map((at) => moved(key, from + at - 1));

describe('the relay', () => {
  let rig: OutboxRig;
  let disarm: () => void;
  beforeEach(async () => {
    rig = await outboxRig();
    disarm = () => undefined;
  });
  afterEach(async () => {
    disarm();
    await rig.close();
  });
  const drained = (): Promise<void> => eventually(async () => expect(await rig.pending()).toBe(0));

  it('publishes what was committed, in order, and empties the outbox', async () => {
    await rig.emit(...many('crate-1', 1, 50));
    await rig.relay().start();
    await rig.emit(...many('crate-1', 51, 51), moved('crate-2', 1));
    await drained();
    expectFaithful(rig.published(), { 'crate-1': 51, 'crate-2': 1 });
    expect(rig.published()).toHaveLength(52);
  });

  it('finds rows by polling when no wake-up comes', async () => {
    await rig.relay({ wakeUps: undefined as never }).start();
    await rig.emit(moved('crate-1', 1));
    await drained();
    expectFaithful(rig.published(), { 'crate-1': 1 });
  });

  it('leaves headers as they were stored, the trace of the request above all', async () => {
    await rig.emit(moved('crate-1', 1));
    const { rows } = await rig.database.query<{ headers: string }>('SELECT headers FROM outbox');
    await rig.relay().start();
    await drained();
    const [record] = rig.transport.records(TOPIC);
    expect(record?.headers).toEqual(JSON.parse(rows[0]?.headers ?? ''));
    expect(record?.headers['traceparent']).toBe(
      '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    );
  });

  it.each(['the same shard', 'another shard'])(
    'publishes the row of a slow transaction that a fast one of %s has overtaken',
    async (where) => {
      await rig.relay().start();
      const slow = await rig.openTransaction();
      await rig.outbox.append(slow, [moved('slow', 1)]);
      const isWanted = (key: string): boolean =>
        (shardOf(key, OUTBOX_SHARDS) === shardOf('slow', OUTBOX_SHARDS)) ===
        (where === 'the same shard');
      const fast = upTo(100)
        .map((at) => `fast-${at}`)
        .find(isWanted);
      await rig.emit(moved(String(fast), 1));
      await drained();
      expectFaithful(rig.published(), { [String(fast)]: 1 });
      await slow.commit();
      await drained();
      expectFaithful(rig.published(), { [String(fast)]: 1, slow: 1 });
    },
  );

  it('keeps the order of a key whose writers wait for one another', async () => {
    await rig.relay().start();
    const lockKey = 'SELECT pg_advisory_xact_lock(7)';
    const slow = await rig.openTransaction();
    await slow.query(lockKey);
    const waiting = rig.database.transact(async (sql) => {
      await sql.query(lockKey);
      await rig.outbox.append(sql, [moved('crate-1', 2), moved('crate-1', 3)]);
    });
    await rig.emit(moved('crate-2', 1));
    await rig.outbox.append(slow, [moved('crate-1', 1)]);
    await rig.emit(moved('crate-2', 2));
    await slow.commit();
    await waiting;
    await drained();
    expectFaithful(rig.published(), { 'crate-1': 3, 'crate-2': 2 });
  });

  it('deletes only what it published when a slower row appears among the positions', async () => {
    const slow = await rig.openTransaction();
    // The same shard for both: the slow row's position lies before those being deleted.
    await rig.outbox.append(slow, [moved('crate-1', 1)]);
    await rig.database.transact((sql) => rig.outbox.append(sql, many('crate-1b', 1, 3)));
    await rig.database.query('UPDATE outbox SET shard = $1', [0]);
    await slow.query('UPDATE outbox SET shard = $1 WHERE key = $2', [0, 'crate-1']);
    disarm = armFailpoint('relay.before-delete', async () => {
      disarm();
      await slow.commit();
    });
    await rig.relay().start();
    await drained();
    expectFaithful(rig.published(), { 'crate-1': 1, 'crate-1b': 3 });
  });

  it('goes on over the gap that a rolled-back transaction leaves', async () => {
    await rig.relay().start();
    const undone = await rig.openTransaction();
    await rig.outbox.append(undone, many('never', 1, 5));
    await rig.emit(moved('crate-1', 1));
    await undone.rollback();
    await rig.emit(moved('crate-1', 2));
    await drained();
    expectFaithful(rig.published(), { 'crate-1': 2 });
  });

  it('sends the identical batch again when the answer to a stored one is lost', async () => {
    await rig.emit(...many('crate-1', 1, 20));
    rig.transport.faults.failNextSend('after');
    await rig.relay().start();
    await drained();
    expectFaithful(rig.published(), { 'crate-1': 20 });
    expect(rig.published()).toHaveLength(40);
  });

  it('replaces the producer when repeating does not help, and loses nothing', async () => {
    const replaced: string[] = [];
    const metrics = {
      count: (name: string) => void replaced.push(name),
      record: () => undefined,
      gauge: () => undefined,
    };
    rig.transport.faults.setUp(false);
    await rig.emit(...many('crate-1', 1, 20));
    await rig.relay({ metrics }).start();
    await eventually(() => expect(replaced).toContain('outbox_producer_replacements_total'));
    expect(await rig.pending()).toBe(20);
    await rig.emit(...many('crate-1', 21, 30));
    rig.transport.faults.setUp(true);
    await drained();
    expectFaithful(rig.published(), { 'crate-1': 30 });
  });

  it('publishes again what it could not delete because its connections were cut', async () => {
    disarm = armFailpoint('relay.before-delete', async () => {
      disarm();
      const blocker = await rig.openTransaction();
      await blocker.query('LOCK TABLE outbox IN SHARE MODE');
      const cut = async (): Promise<void> => {
        await blocker.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        );
        await blocker.rollback();
      };
      setTimeout(() => void cut(), 100);
    });
    await rig.emit(...many('crate-1', 1, 100));
    await rig.relay({ limits: { readRows: 10 } }).start();
    await drained();
    expectFaithful(rig.published(), { 'crate-1': 100 });
    expect(rig.published().length).toBeGreaterThan(100);
  });

  it('is succeeded by another relay when it dies between publishing and deleting', async () => {
    await rig.emit(...many('crate-1', 1, 30));
    disarm = armFailpoint('relay.before-delete');
    const first = rig.relay({ leaseTtlMs: 200, limits: { readRows: 10 } });
    await first.start();
    await eventually(() => expect(rig.published().length).toBeGreaterThan(0));
    await rig.relay({ leaseTtlMs: 200 }).start();
    await first.stop();
    await drained();
    expectFaithful(rig.published(), { 'crate-1': 30 });
    expect(rig.published().length).toBeGreaterThan(30);
  });

  it('finishes its batch, deletes it and releases its leases when it is stopped', async () => {
    rig.transport.faults.delaySends(150);
    const relay = rig.relay({ limits: { readRows: 10 } });
    await relay.start();
    await rig.emit(...many('crate-1', 1, 100));
    await eventually(() => expect(rig.published().length).toBeGreaterThan(0));
    await relay.stop();
    const published = rig.published().length;
    expect(published).toBeLessThan(100);
    expect(await rig.pending()).toBe(100 - published);
    const { rows } = await rig.database.query(
      'SELECT FROM outbox_lease WHERE owner IS NOT NULL UNION ALL SELECT FROM outbox_relay',
    );
    expect(rows).toEqual([]);
    rig.transport.faults.delaySends(0);
    await rig.relay().start();
    await drained();
    expectFaithful(rig.published(), { 'crate-1': 100 });
    expect(rig.published()).toHaveLength(100);
  });

  it('does no harm when it goes on after a pause in which another took its shards', async () => {
    const paused = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    disarm = armFailpoint('relay.before-delete', async () => {
      disarm();
      paused.resolve();
      await goOn.promise;
    });
    const first = rig.relay();
    await first.start();
    await rig.emit(...many('crate-1', 1, 3));
    await paused.promise;
    await rig.database.query(
      `UPDATE outbox_lease SET owner = 'another', epoch = epoch + 1, expires_at = clock_timestamp()`,
    );
    await rig.relay().start();
    await drained();
    await rig.emit(...many('crate-1', 4, 6));
    await drained();
    goOn.resolve();
    await rig.emit(...many('crate-1', 7, 9));
    await drained();
    await first.stop();
    expectFaithful(rig.published(), { 'crate-1': 9 });
  });

  it('refuses to start with another shard count than the outbox has', async () => {
    await expect(rig.relay({ shards: OUTBOX_SHARDS + 1 }).start()).rejects.toThrow('shards');
  });

  it('keeps order and loses nothing while its leases are stolen every 20 ms', async () => {
    const relays = [1, 2].map(() => rig.relay({ leaseTtlMs: 80, limits: { readRows: 25 } }));
    await Promise.all(relays.map((relay) => relay.start()));
    const thief = setInterval(() => {
      rig.database
        .query(`UPDATE outbox_lease SET owner = NULL, epoch = epoch + 1, expires_at = '-infinity'`)
        .catch(() => undefined);
    }, 20);
    for (let at = 0; at < 20; at += 1) {
      await rig.emit(...many('crate-1', at * 50 + 1, at * 50 + 50));
    }
    // Stealing goes on until most has passed, then the relays may finish.
    await eventually(async () => expect(await rig.pending()).toBeLessThan(900));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    clearInterval(thief);
    await drained();
    expectFaithful(rig.published(), { 'crate-1': 1_000 });
    const { rows } = await rig.database.query<{ epoch: number }>(
      'SELECT min(epoch)::int AS epoch FROM outbox_lease',
    );
    expect(rows[0]?.epoch).toBeGreaterThan(20);
  });
});
