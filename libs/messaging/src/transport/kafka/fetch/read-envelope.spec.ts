import { envelopeSchema } from '@outcry/contracts';
import fc from 'fast-check';
import { encodedHeaders } from '../../../../test/encoded-headers';
import { readEnvelope } from './read-envelope';
import { readHeaders } from './read-headers';

type Headers = Readonly<Record<string, string>>;

const NAMES = Object.keys(envelopeSchema.shape);

/** What all headers have of the envelope and the trace: the slow and obvious way. */
const partOf = (headers: Headers) =>
  Object.fromEntries(
    NAMES.map((name) => [name, Object.hasOwn(headers, name) ? headers[name] : undefined]),
  );
/** A record like it has gone before, or not. */
const expectPart = (bytes: Buffer, at = 0): void => {
  for (let time = 0; time < 2; time += 1) {
    expect(readEnvelope(bytes, at)).toStrictEqual(partOf(readHeaders(bytes, at)));
  }
};

describe('the envelope of a record', () => {
  const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'grapheme', maxLength: 9 }));
  const value = fc.string({ unit: 'grapheme', maxLength: 90 });

  it('is what its headers have of it, wherever they stand', () => {
    const headers = fc.dictionary(name, value, { maxKeys: 20, noNullPrototype: true });
    fc.assert(
      fc.property(headers, fc.nat({ max: 9 }), (given, before) => {
        const filling = Buffer.alloc(before, 0xff);
        expectPart(Buffer.concat([filling, encodedHeaders(given), Buffer.from('more')]), before);
      }),
    );
  });

  it('has every attribute in its place', () => {
    const whole = Object.fromEntries(NAMES.map((one) => [one, `of ${one}`]));
    for (let time = 0; time < 2; time += 1) {
      expect(readEnvelope(encodedHeaders(whole), 0)).toStrictEqual(whole);
    }
  });

  it.each<[string, Headers, Headers]>([
    ['names of the same length', { ce_id: '1', ce_a: '2' }, { ce_ib: '1', ce_a: '2' }],
    ['a longer name', { ce_id: '1', ce_type: '2' }, { ce_idd: '1', ce_type: '2' }],
    ['a shorter name', { ce_id: '1', ce_type: '2' }, { ce_i: '1', ce_type: '2' }],
    ['another order', { ce_id: '1', ce_type: '2' }, { ce_type: '1', ce_id: '2' }],
    ['other values', { ce_id: '1', ce_type: '2' }, { ce_id: '', ce_type: '22' }],
    ['a value beyond ASCII', { ce_id: '1', ce_type: '2' }, { ce_id: '\u00fc', ce_type: '2' }],
    ['fewer', { ce_id: '1', ce_type: '2' }, { ce_id: '1' }],
  ])('differs from record to record where the next has %s', (_, one, other) => {
    for (const headers of [one, other, one, one, other, other]) {
      expect(readEnvelope(encodedHeaders(headers), 0)).toStrictEqual(partOf(headers));
    }
  });

  it.each([1, 62, 63, 64, 65, 200])('may be among %d headers', (count) => {
    const others = Array.from({ length: count - 1 }, (_, at) => [`name ${at}`, `${at}`]);
    expectPart(encodedHeaders(Object.fromEntries([...others, ['ce_id', '7']])));
  });

  it.each([
    { of: 'no headers at all', bytes: [0] },
    { of: 'a number of them below none', bytes: [1, 2, 0x61, 0] },
    { of: 'a value that is null', bytes: [2, 10, 0x63, 0x65, 0x5f, 0x69, 0x64, 1] },
    {
      of: 'equal names: the first',
      bytes: [
        4,
        ...[10, 0x63, 0x65, 0x5f, 0x69, 0x64, 2, 0x31, 10, 0x63, 0x65, 0x5f, 0x69, 0x64, 2, 0x32],
      ],
    },
    { of: 'bytes that are no UTF-8', bytes: [2, 10, 0x63, 0x65, 0x5f, 0x69, 0x64, 4, 0xff, 0x31] },
  ])('is read where there are $of', ({ bytes }) => {
    expectPart(encodedHeaders({ ce_id: 'before' }));
    expectPart(Buffer.from(bytes));
  });
});
