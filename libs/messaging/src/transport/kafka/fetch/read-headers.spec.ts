import fc from 'fast-check';
import { encodedHeaders } from '../../../../test/encoded-headers';
import { readHeaders } from './read-headers';

describe('the headers of a record', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 90 });

  it('are read as they were written, wherever they stand', () => {
    const headers = fc.dictionary(text, text, { maxKeys: 20, noNullPrototype: true });
    fc.assert(
      fc.property(headers, fc.nat({ max: 9 }), (given, before) => {
        const bytes = Buffer.concat([
          Buffer.alloc(before, 0xff),
          encodedHeaders(given),
          Buffer.from('more'),
        ]);
        expect(Object.entries(readHeaders(bytes, before))).toEqual(Object.entries(given));
      }),
    );
  });

  it.each([
    ['names of the same length', { aaa: '1', bbb: '2' }, { aab: '1', bbb: '2' }],
    ['a longer name', { aaa: '1', bbb: '2' }, { aaab: '1', bbb: '2' }],
    ['another last name', { aaa: '1', bbb: '2' }, { aaa: '1', ccc: '2' }],
    ['other values', { aaa: '1', bbb: '2' }, { aaa: '3', bbb: '2' }],
    ['a longer value', { aaa: '1', bbb: '2' }, { aaa: '12', bbb: '2' }],
    ['a shorter value', { aaa: '12', bbb: '2' }, { aaa: '1', bbb: '2' }],
    ['names and values the other way round', { aaa: 'bbb' }, { bbb: 'aaa' }],
    ['fewer', { aaa: '1', bbb: '2' }, { aaa: '1' }],
    ['a name that objects have', { aaa: '1', bbb: '2' }, { ['__proto__']: '1', toString: '2' }],
  ])('differ from record to record where the next has %s', (_, one, other) => {
    for (const headers of [one, other, one, one, other, other]) {
      expect(Object.entries(readHeaders(encodedHeaders(headers), 0))).toEqual(
        Object.entries(headers),
      );
    }
  });

  it.each([1, 62, 63, 64, 65, 200])('may be %d', (count) => {
    const headers = (value: string): Record<string, string> =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`name ${at}`, value + at]));
    for (const value of ['a', 'b', 'ü']) {
      expect(readHeaders(encodedHeaders(headers(value)), 0)).toEqual(headers(value));
    }
  });

  it.each([
    { of: 'no headers at all', bytes: [1], headers: {} },
    { of: 'a value that is null', bytes: [2, 2, 0x61, 1], headers: { a: 'null' } },
    { of: 'such a value beyond ASCII', bytes: [2, 4, 0xc3, 0xbc, 1], headers: { ü: 'null' } },
    { of: 'a name that is null', bytes: [2, 1, 2, 0x61], headers: { null: 'a' } },
    { of: 'an empty value', bytes: [2, 2, 0x61, 0], headers: { a: '' } },
    { of: 'a number of them below none', bytes: [1, 2, 0x61, 0], headers: {} },
    {
      of: 'equal names: the first',
      bytes: [4, 2, 0x61, 2, 0x31, 2, 0x61, 2, 0x32],
      headers: { a: '1' },
    },
    {
      of: 'bytes that are no UTF-8',
      bytes: [2, 2, 0x61, 4, 0xff, 0x31],
      headers: { a: '\ufffd1' },
    },
    {
      // The length of the value would complete the character that the name breaks off.
      of: 'a name that breaks off within a character',
      bytes: [2, 2, 0xc3, 0x80, 0x01, ...Array.from({ length: 64 }, () => 0x78)],
      headers: { '\ufffd': 'x'.repeat(64) },
    },
  ])('are read where there are $of', ({ bytes, headers }) => {
    // A record like it has gone before, or not.
    for (let time = 0; time < 2; time += 1) {
      expect(readHeaders(Buffer.from(bytes), 0)).toEqual(headers);
    }
  });
});
