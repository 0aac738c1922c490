import fc from 'fast-check';
import { withTextArray } from './text-array';

/** The oracle: what node-postgres sends for a value, which has no types. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no types
const { prepareValue } = require('pg/lib/utils') as { prepareValue: (value: unknown) => unknown };

const letters = fc.constantFrom('a', '"', '\\', ',', '{', '}', ' ', 'NULL', 'é', '\n', '𝄞');
const texts = fc.array(
  fc.oneof(
    fc.string(),
    fc.array(letters).map((some) => some.join('')),
  ),
);

describe('an array of texts', () => {
  it('is sent as node-postgres would write it, whatever is in it', () => {
    fc.assert(
      fc.property(texts, (array) => {
        expect(prepareValue(withTextArray(array))).toBe(prepareValue(array));
      }),
    );
  });

  it('is written at once where nothing in it needs an escape', () => {
    expect(withTextArray(['a', '', 'NULL', 'b c', '{d,e}'])).toBe('{"a","","NULL","b c","{d,e}"}');
  });

  it.each<{ of: string; value: unknown }>([
    { of: 'a quote', value: ['a"'] },
    { of: 'a backslash', value: ['\\a'] },
    { of: 'nothing in it', value: [] },
    { of: 'a null in it', value: ['a', null] },
    { of: 'arrays in it', value: [['a']] },
    { of: 'a text of its own', value: 'a' },
    { of: 'a number', value: 7 },
    { of: 'null', value: null },
  ])('is left to node-postgres otherwise: $of', ({ value }) => {
    expect(withTextArray(value)).toBe(value);
  });
});
