import { eventually } from '@outcry/testing';
import { noMetrics, silentLog } from '../../telemetry';
import { outboxRig, type OutboxRig } from '../../../test/outbox-rig';
import { leaseKeeper, type LeaseKeeper, type LeaseKeeperContext } from './lease-keeper';
import { createLeases, leaseStore } from './lease.sql';

const SHARDS = 8;

describe('a relay’s leases', () => {
  let rig: OutboxRig;
  beforeEach(async () => {
    rig = await outboxRig();
    await createLeases(rig.database, SHARDS);
  });
  afterEach(() => rig.close());

  const keeper = (owner: string, more: Partial<LeaseKeeperContext> = {}): LeaseKeeper =>
    leaseKeeper({
      store: leaseStore(rig.database, owner, more.ttlMs ?? 60_000),
      owner,
      shards: SHARDS,
      ttlMs: 60_000,
      nowMs: () => performance.now(),
      settle: async () => undefined,
      onClaimed: () => undefined,
      log: silentLog,
      metrics: noMetrics,
      ...more,
    });
  const shardsOf = (one: LeaseKeeper): number[] =>
    one
      .valid()
      .map(({ shard }) => shard)
      .sort((a, b) => a - b);
  const rounds = async (keepers: readonly LeaseKeeper[], count = 3): Promise<void> => {
    for (let at = 0; at < count; at += 1) for (const one of keepers) await one.round();
  };

  it('are all of them for a relay that is alone', async () => {
    const alone = keeper('a');
    await alone.round();
    expect(shardsOf(alone)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('are shared out fairly, so that one who joins is not starved', async () => {
    const all = [keeper('a'), keeper('b')];
    // What is given up is so when the database has heard of it, be it some rounds later.
    const shared = (as: readonly number[]): Promise<void> =>
      eventually(async () => {
        await rounds(all, 1);
        expect(all.map((one) => shardsOf(one).length)).toEqual(as);
      });
    await shared([4, 4]);
    all.push(keeper('c'));
    await shared([3, 3, 2]);
    expect(all.flatMap(shardsOf).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('pass to the others when a relay leaves', async () => {
    const [a, b] = [keeper('a'), keeper('b')];
    await rounds([a, b]);
    await a.leave();
    expect(shardsOf(a)).toEqual([]);
    await eventually(async () => {
      await b.round();
      expect(shardsOf(b)).toHaveLength(SHARDS);
    });
  });

  it('pass to the others when a relay has died and they have expired', async () => {
    await keeper('dead', { ttlMs: 150 }).round();
    const heir = keeper('heir');
    await eventually(async () => {
      await heir.round();
      expect(shardsOf(heir)).toHaveLength(SHARDS);
    });
    expect(heir.valid().every(({ epoch }) => epoch === '2')).toBe(true);
  });

  it('end here before they end in the database', async () => {
    let now = 1_000;
    const slowed = keeper('a', { ttlMs: 500, nowMs: () => now });
    await slowed.round();
    const [lease] = slowed.valid();
    now = 1_499;
    expect(lease?.isValid()).toBe(true);
    now = 1_500;
    expect(lease?.isValid()).toBe(false);
    expect(slowed.valid()).toEqual([]);
    await slowed.round();
    expect(lease?.isValid()).toBe(true);
  });

  it('are dropped when another has taken them', async () => {
    const robbed = keeper('a');
    await robbed.round();
    const before = robbed.valid();
    await rig.database.query(
      `UPDATE outbox_lease SET owner = 'thief', epoch = epoch + 1 WHERE shard < 3`,
    );
    await robbed.round();
    expect(shardsOf(robbed)).toEqual([3, 4, 5, 6, 7]);
    expect(before.filter((lease) => lease.isValid()).map(({ shard }) => shard)).toEqual([
      3, 4, 5, 6, 7,
    ]);
  });

  it('are given up only when the work on their shard has ended', async () => {
    let finish = (): void => undefined;
    const working = new Promise<void>((resolve) => (finish = resolve));
    const busy = keeper('a', { settle: () => working });
    await busy.round();
    const joiner = keeper('b');
    await joiner.round();
    await busy.round();
    await joiner.round();
    expect(shardsOf(busy)).toHaveLength(4);
    expect(shardsOf(joiner)).toEqual([]);
    finish();
    await eventually(async () => {
      await joiner.round();
      expect(shardsOf(joiner)).toHaveLength(4);
    });
  });

  it('are announced when they were claimed, since rows may wait in them', async () => {
    let claims = 0;
    const one = keeper('a', { onClaimed: () => (claims += 1) });
    await one.round();
    await one.round();
    expect(claims).toBe(1);
  });

  it('report the epoch of each shard and how many are held', async () => {
    const gauges: string[] = [];
    const metrics = {
      ...noMetrics,
      gauge: (name: string, value: number, labels: object) =>
        void gauges.push(`${name} ${value} ${JSON.stringify(labels)}`),
    };
    await keeper('a', { metrics }).round();
    expect(gauges).toContain('outbox_lease_epoch 1 {"shard":"7"}');
    expect(gauges).toContain('outbox_leases_held 8 {}');
  });
});
