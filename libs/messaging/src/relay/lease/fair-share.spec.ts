import fc from 'fast-check';
import { fairShare } from './fair-share';

describe('the fair share of a relay', () => {
  it.each([
    [['a'], [8]],
    [
      ['a', 'b'],
      [4, 4],
    ],
    [
      ['a', 'b', 'c'],
      [3, 3, 2],
    ],
    [
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'],
      [1, 1, 1, 1, 1, 1, 1, 1, 0],
    ],
  ])('among %p is %p of 8', (live, shares) => {
    expect(live.map((owner) => fairShare(owner, live, 8))).toEqual(shares);
  });

  it('is nothing for a relay that no one has heard of', () => {
    expect(fairShare('z', ['a'], 8)).toBe(0);
    expect(fairShare('z', [], 8)).toBe(0);
  });

  it('adds up to the whole and differs by one at most', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 40 }),
        (shards, count) => {
          const live = Array.from({ length: count }, (_, at) => `relay-${at}`);
          const shares = live.map((owner) => fairShare(owner, live, shards));
          expect(shares.reduce((sum, share) => sum + share, 0)).toBe(shards);
          expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
