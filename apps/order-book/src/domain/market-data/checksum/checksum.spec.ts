import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { CRC32_START, feedInteger, finishCrc32 } from './crc32';
import { levelChecksum } from './level-checksum';
import { queueChecksum } from './queue-checksum';

const natural = fc.oneof(
  fc.nat(),
  fc.maxSafeNat(),
  fc.constantFrom(0, 9, 10, 999_999_999, 1_000_000_000, 1_000_000_001, Number.MAX_SAFE_INTEGER),
);

describe('feedInteger', () => {
  it('gives the CRC-32 of the digits, without leading zeros', () => {
    fc.assert(
      fc.property(fc.array(natural), (values) => {
        const text = values.map((value) => (value === 0 ? '' : String(value))).join('');
        expect(finishCrc32(values.reduce(feedInteger, CRC32_START))).toBe(crc32(text));
      }),
    );
  });
});

describe('levelChecksum', () => {
  // The worked example of docs.kraken.com (guides, book checksum v1): its text and its value.
  const asks = [
    [5_005, 500],
    [5_010, 500],
    [5_015, 500],
    [5_020, 500],
    [5_025, 500],
    [5_030, 500],
    [5_035, 500],
    [5_040, 500],
    [5_045, 500],
    [5_050, 500],
  ] as const;
  const bids = [
    [5_000, 500],
    [4_995, 500],
    [4_990, 500],
    [4_980, 500],
    [4_975, 500],
    [4_970, 500],
    [4_965, 500],
    [4_960, 500],
    [4_955, 500],
    [4_950, 500],
  ] as const;

  it('gives the value of the venue’s own worked example', () => {
    expect(levelChecksum(asks, bids)).toBe(974_947_235);
  });

  it('covers ten levels of each side and no more', () => {
    expect(levelChecksum([...asks, [6_000, 1]], [...bids, [4_000, 1]])).toBe(
      levelChecksum(asks, bids),
    );
  });
});

describe('queueChecksum', () => {
  const order = (id: number, price = 100, quantity = 5) => ({ id, price, quantity });

  it.each([
    ['two equal orders that changed places', [order(1), order(2)], [order(2), order(1)]],
    ['an order at another price', [order(1)], [order(1, 101)]],
    ['a smaller order', [order(1)], [order(1, 100, 4)]],
  ])('tells %s apart', (_, one, other) => {
    expect(queueChecksum(one, [])).not.toBe(queueChecksum(other, []));
    expect(queueChecksum([], one)).not.toBe(queueChecksum([], other));
  });

  it('covers all orders of ten levels of each side and no more', () => {
    const ten = Array.from({ length: 10 }, (_, level) => [
      order(2 * level + 1, 100 + level),
      order(2 * level + 2, 100 + level),
    ]).flat();
    const text = ten.map(({ id, price, quantity }) => `${price}${quantity}${id}`).join('');
    expect(queueChecksum([...ten, order(99, 110)], [])).toBe(crc32(text));
  });
});
