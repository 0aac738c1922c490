import { heldLeases, type HeldLeases } from './held-leases';

describe('the leases in a relay’s hands', () => {
  let now: number;
  let held: HeldLeases;
  beforeEach(() => {
    now = 0;
    held = heldLeases(() => now);
    for (const shard of [1, 2, 3]) held.take({ shard, epoch: '5' }, 100);
  });
  const shards = (leases: readonly { shard: number }[]): number[] =>
    leases.map(({ shard }) => shard);

  it('are valid until their time has come', () => {
    expect(shards(held.valid())).toEqual([1, 2, 3]);
    now = 100;
    expect(held.valid()).toEqual([]);
    expect(shards(held.all())).toEqual([1, 2, 3]);
    expect(held.kept()).toBe(3);
  });

  it('live on when renewed, and are lost when they were not, or only under another epoch', () => {
    const [first] = held.all();
    const lost = held.renewed(
      [
        { shard: 1, epoch: '5' },
        { shard: 2, epoch: '6' },
      ],
      200,
    );
    expect(shards(lost)).toEqual([2, 3]);
    expect(lost.map((lease) => lease.isValid())).toEqual([false, false]);
    now = 199;
    expect(first?.isValid()).toBe(true);
    expect(shards(held.all())).toEqual([1]);
  });

  it('are invalid at once when given up, but held until dropped', () => {
    const given = held.giveUp(2);
    expect(shards(given)).toEqual([2, 3]);
    expect(shards(held.valid())).toEqual([1]);
    expect(held.kept()).toBe(1);
    expect(shards(held.all())).toEqual([1, 2, 3]);
    expect(shards(held.giveUp(5))).toEqual([1]);
    given.forEach(held.drop);
    expect(shards(held.all())).toEqual([1]);
  });

  it('are not given up when there is no surplus', () => {
    expect(held.giveUp(0)).toEqual([]);
    expect(held.giveUp(-2)).toEqual([]);
    expect(held.kept()).toBe(3);
  });

  it('keep a lease taken again when its former self is dropped', () => {
    const [former] = held.all();
    held.take({ shard: 1, epoch: '7' }, 100);
    if (former !== undefined) held.drop(former);
    expect(held.valid().find(({ shard }) => shard === 1)?.epoch).toBe('7');
  });
});
