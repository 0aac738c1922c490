import { eventually } from '@outcry/testing';
import { expectFaithful, moved, outboxRig, upTo, type OutboxRig } from '../../test/outbox-rig';
import { noMetrics } from '../telemetry';
import type { Transport } from '../transport/transport';

/** A transport that notes the size of each send. */
const noting = (transport: Transport, sizes: number[]): Transport => ({
  ...transport,
  producer: async (options) => {
    const producer = await transport.producer(options);
    return {
      ...producer,
      send: (batches) => {
        sizes.push(
          batches
            .flatMap(({ records }) => records)
            .reduce((sum, { value }) => sum + (value?.length ?? 0), 0),
        );
        return producer.send(batches);
      },
    };
  },
});

describe('the limits of a relay', () => {
  let rig: OutboxRig;
  beforeEach(async () => {
    rig = await outboxRig();
  });
  afterEach(() => rig.close());
  const drained = (): Promise<void> => eventually(async () => expect(await rig.pending()).toBe(0));
  const sized = (key: string, sequence: number, bytes: number) =>
    moved(key, sequence, 'x'.repeat(bytes));

  it('keep every send below the bytes that a partition takes', async () => {
    const sizes: number[] = [];
    await rig.emit(...upTo(40).map((sequence) => sized('crate-1', sequence, 3_000)));
    const transport = noting(rig.transport, sizes);
    await rig.relay({ transport, limits: { maxPartitionBytes: 20_000 } }).start();
    await drained();
    expectFaithful(rig.published(), { 'crate-1': 40 });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(20_000);
    expect(sizes.length).toBeLessThan(12);
  });

  it('send an oversized row alone: what the broker still takes is published in its place', async () => {
    const sizes: number[] = [];
    await rig.emit(
      sized('crate-1', 1, 100),
      sized('crate-1', 2, 950_000),
      sized('crate-1', 3, 100),
      sized('crate-1', 4, 100),
    );
    await rig.relay({ transport: noting(rig.transport, sizes) }).start();
    await drained();
    expectFaithful(rig.published(), { 'crate-1': 4 });
    expect(sizes.map((bytes) => bytes > 900_000)).toEqual([false, true, false]);
  });

  it('park the key of a row in mid-batch that is too big for the broker, and nothing else', async () => {
    await rig.emit(
      sized('crate-2', 1, 100),
      sized('crate-1', 1, 100),
      sized('crate-1', 2, 2_000_000),
      sized('crate-1', 3, 100),
      sized('crate-2', 2, 100),
    );
    await rig.relay().start();
    await drained();
    expectFaithful(rig.published(), { 'crate-1': 1, 'crate-2': 2 });
    const { rows } = await rig.database.query('SELECT key, cause FROM outbox_parked_key');
    expect(rows).toEqual([
      { key: 'crate-1', cause: expect.stringContaining('kafka_message_too_large') },
    ]);
  });

  it('leave a joiner its share while rows keep coming', async () => {
    const relays = [rig.relay({ leaseTtlMs: 200 }), rig.relay({ leaseTtlMs: 200 })];
    await Promise.all(relays.map((relay) => relay.start()));
    let emitted = 0;
    let stop = false;
    const traffic = (async () => {
      while (!stop) {
        emitted += 1;
        await rig.emit(...upTo(16).map((at) => moved(`crate-${at}`, emitted)));
      }
    })();
    const owners = async (): Promise<number[]> => {
      const { rows } = await rig.database.query<{ shards: number }>(
        `SELECT count(*)::int AS shards FROM outbox_lease WHERE owner IS NOT NULL
         GROUP BY owner ORDER BY shards`,
      );
      return rows.map(({ shards }) => shards);
    };
    await eventually(async () => expect(await owners()).toEqual([4, 4]));
    await rig.relay({ leaseTtlMs: 200 }).start();
    await eventually(async () => expect(await owners()).toEqual([2, 3, 3]));
    stop = true;
    await traffic;
    await drained();
    const keys = upTo(16).map((at): [string, number] => [`crate-${at}`, emitted]);
    expectFaithful(rig.published(), Object.fromEntries(keys));
  });

  it('tell how much waits, for how long, and how long publishing took', async () => {
    const gauges = new Map<string, number>();
    const recorded = new Map<string, number[]>();
    const metrics = {
      ...noMetrics,
      gauge: (name: string, value: number) =>
        void gauges.set(name, Math.max(value, gauges.get(name) ?? 0)),
      record: (name: string, value: number) =>
        void recorded.set(name, [...(recorded.get(name) ?? []), value]),
    };
    rig.transport.faults.refuse((_topic, key) => key === 'bad');
    rig.transport.faults.setUp(false);
    await rig.emit(...upTo(5).map((at) => moved('crate-1', at)), moved('bad', 1));
    await rig.relay({ metrics, gaugesEveryMs: 20 }).start();
    await eventually(() => {
      expect(gauges.get('outbox_pending_rows')).toBe(5);
      expect(gauges.get('outbox_oldest_pending_seconds')).toBeGreaterThan(0);
    });
    rig.transport.faults.setUp(true);
    await drained();
    await eventually(() => expect(gauges.get('outbox_parked_keys')).toBe(1));
    expect(gauges.has('outbox_dead_rows')).toBe(true);
    expect(recorded.get('outbox_commit_to_ack_seconds')).toHaveLength(5);
    expect(recorded.get('outbox_commit_to_ack_seconds')?.every((s) => s >= 0 && s < 60)).toBe(true);
    expect(recorded.get('outbox_publish_batch_size')).toEqual([5]);
  });

  it('read a shard along its index, also when the statistics say that it is empty', async () => {
    await rig.database.query('ANALYZE outbox');
    for (let at = 0; at < 5; at += 1) {
      await rig.emit(...upTo(1_000).map((sequence) => moved(`crate-${sequence}`, at + 1)));
    }
    const { rows } = await rig.database.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT position FROM outbox o
       WHERE o.shard = 3 AND o.position <> ALL ('{1,2,3}'::bigint[])
       ORDER BY o.position LIMIT 1000`,
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('outbox_pkey');
    expect(plan).not.toContain('Seq Scan');
  });
});
