import fc from 'fast-check';
import { encodeHeaders } from './header-bytes';
import { readHeaders } from './read-headers';

const encoded = (headers: Readonly<Record<string, string>>): Buffer => {
  const { bytes, length } = encodeHeaders(JSON.stringify(headers));
  return Buffer.from(bytes.subarray(0, length));
};

describe('the headers of a record', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 90 });

  it('are read as they were written, wherever they stand', () => {
    const headers = fc.dictionary(text, text, { maxKeys: 20, noNullPrototype: true });
    fc.assert(
      fc.property(headers, fc.nat({ max: 9 }), (given, before) => {
        const bytes = Buffer.concat([
          Buffer.alloc(before, 0xff),
          encoded(given),
          Buffer.from('more'),
        ]);
        const { headers: read, end } = readHeaders(bytes, before);
        expect(Object.entries(read)).toEqual(Object.entries(given));
        expect(end).toBe(bytes.length - 4);
      }),
    );
  });

  it('differ from record to record, though names of the same length stand at the same place', () => {
    expect(readHeaders(encoded({ aaa: '1', bbb: '2' }), 0).headers).toEqual({ aaa: '1', bbb: '2' });
    expect(readHeaders(encoded({ aab: '3', bbb: '4' }), 0).headers).toEqual({ aab: '3', bbb: '4' });
  });

  it.each([
    { of: 'no headers at all', bytes: [1], headers: {} },
    { of: 'a value that is null', bytes: [2, 2, 0x61, 1], headers: { a: 'null' } },
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
    expect(readHeaders(Buffer.from(bytes), 0)).toEqual({ headers, end: bytes.length });
  });
});
