import * as fc from 'fast-check';
import { dealByKey, slices } from './key-lanes';

const keyOf = (item: { key: string }): string => item.key;
const items = (text: string) => [...text].map((key, place) => ({ key, place }));
const shape = (lanes: readonly (readonly { key: string }[])[]): string[] =>
  lanes.map((lane) => lane.map(keyOf).join(''));

describe('dealing by key', () => {
  it('keeps all of a key in one lane, and gives a new key to the emptiest', () => {
    expect(shape(dealByKey(items('aabcab'), keyOf, 2))).toEqual(['aaa', 'bcb']);
  });

  it('prefers the earlier of equally full lanes, and leaves no empty lane', () => {
    expect(shape(dealByKey(items('ab'), keyOf, 5))).toEqual(['a', 'b']);
    expect(dealByKey([], keyOf, 3)).toEqual([]);
  });

  it('has one lane at least', () => {
    expect(shape(dealByKey(items('ab'), keyOf, 0))).toEqual(['ab']);
  });

  it('loses nothing and keeps the order of every key', () => {
    const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'));
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 4 }), (dealt, lanes) => {
        const given = items(dealt.join(''));
        const result = dealByKey(given, keyOf, lanes);
        expect(result.length).toBeLessThanOrEqual(lanes);
        for (const key of new Set(dealt)) {
          const holders = result.filter((lane) => lane.some((item) => item.key === key));
          expect(holders).toHaveLength(1);
          const wanted = given.filter((item) => item.key === key);
          expect(holders[0]?.filter((item) => item.key === key)).toEqual(wanted);
        }
        expect(result.flat()).toHaveLength(given.length);
      }),
    );
  });
});

describe('slices', () => {
  it('are consecutive and at most so long', () => {
    expect(slices([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(slices([1, 2], 2)).toEqual([[1, 2]]);
    expect(slices([], 2)).toEqual([]);
  });
});
