import fc from 'fast-check';
import { murmur2, partitionFor } from './murmur2';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the module has no types
const reference = require('kafkajs/src/producer/partitioners/default/murmur2') as (
  key: string,
) => number;

describe('murmur2', () => {
  // Apache Kafka, UtilsTest.testMurmur2.
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('of %p is what Kafka’s Java client computes', (key, hash) => {
    expect(murmur2(key)).toBe(hash);
  });

  it('agrees with kafkajs’ own on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (key) => {
        expect(murmur2(key)).toBe(reference(key));
      }),
    );
  });
});

describe('the partition of a key', () => {
  it('is the positive hash modulo the count', () => {
    expect(partitionFor('21', 6)).toBe((-973932308 & 0x7fffffff) % 6);
    expect(partitionFor('abc', 6)).toBe(479470107 % 6);
    expect(partitionFor('abc', 1)).toBe(0);
  });
});
