import fc from 'fast-check';
import { canonicalHash, canonicalJson } from './canonical-json';

type Json = Record<string, unknown>;

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Json).map(([k, v]) => [k, shuffled(v)] as const);
  return Object.fromEntries(entries.toReversed());
};

describe('the canonical form of a body', () => {
  it('does not depend on the order of fields', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(canonicalHash(shuffled(value))).toBe(canonicalHash(value));
      }),
    );
  });

  it('is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.parse(JSON.stringify(value)) as unknown;
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain);
      }),
    );
  });

  it('tells an order of list items, a number and its text, and an absent field and null apart', () => {
    const pairs: [unknown, unknown][] = [
      [
        [1, 2],
        [2, 1],
      ],
      [1, '1'],
      [{}, { a: null }],
      [{ a: { b: 1 } }, { a: 1, b: 1 }],
    ];
    for (const [a, b] of pairs) expect(canonicalHash(a)).not.toBe(canonicalHash(b));
  });

  it('takes a field that is undefined as absent, and writes big integers in full', () => {
    expect(canonicalJson({ a: undefined, b: 12345678901234567890n })).toBe(
      '{"b":12345678901234567890}',
    );
  });
});
