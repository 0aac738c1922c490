import { shardOf } from './shards';

describe('the shard of a key', () => {
  it('never changes: a key that moved to another shard would lose its order', () => {
    expect(['', 'a', 'crate-1', 'schlüssel'].map((key) => shardOf(key, 8))).toEqual([2, 2, 2, 6]);
    expect(shardOf('crate-1', 1)).toBe(0);
  });

  it('spreads keys over all shards', () => {
    const counts = new Map<number, number>();
    for (let at = 0; at < 8_000; at += 1) {
      const shard = shardOf(`key-${at}`, 8);
      counts.set(shard, (counts.get(shard) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(Math.min(...counts.values())).toBeGreaterThan(800);
  });
});
