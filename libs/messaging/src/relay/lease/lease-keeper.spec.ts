import { noMetrics, silentLog } from '../../telemetry';
import { leaseKeeper, type LeaseKeeper } from './lease-keeper';
import type { LeaseRow, LeaseStore } from './lease.sql';

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the keeper of a relay’s leases', () => {
  let now: number;
  let live: string[];
  let free: number[];
  let lost: Set<number>;
  let limits: number[];
  let released: LeaseRow[];
  let left: number;
  let claims: number;
  let warnings: string[];
  let gauges: string[];
  let onSettle: () => Promise<void>;
  let onRelease: () => Promise<void>;
  let keeper: LeaseKeeper;
  beforeEach(() => {
    [now, left, claims] = [0, 0, 0];
    [live, free, limits, released, warnings, gauges] = [['me'], [0, 1, 2, 3], [], [], [], []];
    lost = new Set();
    onSettle = async () => undefined;
    onRelease = async () => undefined;
    const store: LeaseStore = {
      announce: async () => live,
      renew: async (held) => {
        // The statement takes a while: the term must count from before it.
        now += 10;
        return held.filter(({ shard }) => !lost.has(shard));
      },
      acquire: async (limit) => {
        limits.push(limit);
        now += 10;
        return free.splice(0, limit).map((shard) => ({ shard, epoch: '1' }));
      },
      release: async (lease) => {
        await onRelease();
        released.push(lease);
      },
      leave: async () => void (left += 1),
    };
    keeper = leaseKeeper({
      store,
      owner: 'me',
      shards: 4,
      ttlMs: 100,
      nowMs: () => now,
      settle: () => onSettle(),
      onClaimed: () => (claims += 1),
      log: {
        ...silentLog,
        warn: (fields, text) => void warnings.push(`${text} ${String(fields['shard'])}`),
      },
      metrics: {
        ...noMetrics,
        gauge: (name, value, labels) =>
          void gauges.push(`${name}${labels['shard'] ?? ''}=${value}`),
      },
    });
  });
  const shards = (): number[] => keeper.valid().map(({ shard }) => shard);

  it('claims its share, says so, and asks for nothing it has', async () => {
    await keeper.round();
    expect(shards()).toEqual([0, 1, 2, 3]);
    expect(limits).toEqual([4]);
    expect(claims).toBe(1);
    await keeper.round();
    expect({ limits, claims }).toEqual({ limits: [4], claims: 1 });
    expect(gauges).toContain('outbox_lease_epoch3=1');
    expect(gauges.at(-1)).toBe('outbox_leases_held=4');
  });

  it('claims what has become free later', async () => {
    const late = free.splice(1);
    await keeper.round();
    free.push(...late);
    await keeper.round();
    expect(limits).toEqual([4, 3]);
    expect(shards()).toEqual([0, 1, 2, 3]);
  });

  it('says nothing when it could claim nothing', async () => {
    free = [];
    await keeper.round();
    expect({ limits, claims }).toEqual({ limits: [4], claims: 0 });
  });

  it('counts a term from before the statement that began it', async () => {
    await keeper.round();
    // Claimed at 10 (after a renewal of nothing), acknowledged at 20: the term ends at 110.
    now = 109;
    expect(shards()).toHaveLength(4);
    now = 110;
    expect(shards()).toEqual([]);
    await keeper.round();
    now = 209;
    expect(shards()).toHaveLength(4);
    now = 210;
    expect(shards()).toEqual([]);
  });

  it('drops what it has lost, and tells of it', async () => {
    await keeper.round();
    lost.add(2);
    await keeper.round();
    expect(shards()).toEqual([0, 1, 3]);
    expect(warnings).toEqual(['an outbox lease was lost 2']);
    expect(limits).toEqual([4, 1]);
  });

  it('gives up its surplus to a joiner once the work there has ended, and claims none meanwhile', async () => {
    await keeper.round();
    live = ['me', 'you'];
    let finish = (): void => undefined;
    onSettle = () => new Promise<void>((resolve) => (finish = resolve));
    await keeper.round();
    expect(shards()).toEqual([0, 1]);
    expect(released).toEqual([]);
    await keeper.round();
    expect(limits).toEqual([4]);
    onSettle = async () => undefined;
    finish();
    await settle();
    expect(released.length).toBeGreaterThan(0);
    expect(shards()).toEqual([0, 1]);
  });

  it('forgets a lease that it could not release, and lets it expire', async () => {
    await keeper.round();
    live = ['me', 'you'];
    onRelease = () => Promise.reject(new Error('the database is down'));
    await keeper.round();
    await settle();
    expect(warnings).toEqual([
      'an outbox lease was not released 2',
      'an outbox lease was not released 3',
    ]);
    live = ['me'];
    await keeper.round();
    expect(limits).toEqual([4, 2]);
  });

  it('leaves with everything released', async () => {
    await keeper.round();
    const [lease] = keeper.valid();
    await keeper.leave();
    expect(released.map(({ shard }) => shard)).toEqual([0, 1, 2, 3]);
    expect(left).toBe(1);
    expect(lease?.isValid()).toBe(false);
    expect(shards()).toEqual([]);
  });
});
