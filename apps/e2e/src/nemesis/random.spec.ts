import { createRandom } from './random';

describe('numbers drawn from a seed', () => {
  it('are the same for the same seed, and others for another', () => {
    const drawn = (seed: number): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 20 }, () => random.int(1, 1_000));
    };
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7)).not.toEqual(drawn(8));
  });

  it('stay within their ends and reach both', () => {
    const random = createRandom(3);
    const drawn = new Set(Array.from({ length: 500 }, () => random.int(2, 5)));
    expect([...drawn].sort()).toEqual([2, 3, 4, 5]);
  });

  it('of a fork do not depend on how much was drawn before', () => {
    const fresh = createRandom(9);
    const used = createRandom(9);
    used.next();
    expect(used.fork('links').next()).toBe(fresh.fork('links').next());
    expect(used.fork('links').next()).not.toBe(fresh.fork('services').next());
  });

  it('shuffle without losing or inventing anything', () => {
    const items = Array.from({ length: 30 }, (_, index) => index);
    const shuffled = createRandom(5).shuffled(items);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
  });
});
