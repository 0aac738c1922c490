import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { CRC32_START, digitsOf, feedInteger, feedText, finishCrc32 } from './crc32';
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

describe('feedText', () => {
  it('feeds what is known of a text by its checksum, as feeding the text does', () => {
    fc.assert(
      fc.property(fc.array(natural), natural, natural, (before, one, other) => {
        const start = before.reduce(feedInteger, CRC32_START);
        const text = feedInteger(feedInteger(0, one), other);
        const fed = feedText(start, text, digitsOf(one) + digitsOf(other));
        expect(fed).toBe(feedInteger(feedInteger(start, one), other));
      }),
    );
  });
});

describe('digitsOf', () => {
  it.each([
    [0, 0],
    [1, 1],
    [9, 1],
    [10, 2],
    [999_999_999_999_999, 15],
    [1_000_000_000_000_000, 16],
    [Number.MAX_SAFE_INTEGER, 16],
  ])('says of %i: %i', (value, digits) => {
    expect(digitsOf(value)).toBe(digits);
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

  it('covers every order of every level', () => {
    const book = Array.from({ length: 30 }, (_, level) => [
      order(2 * level + 1, 100 + level),
      order(2 * level + 2, 100 + level),
    ]).flat();
    const whole = queueChecksum(book, []);
    const others = book.map((_, index) => queueChecksum(book.toSpliced(index, 1), []));
    expect(new Set([whole, ...others]).size).toBe(61);
  });

  it('tells bids from asks, and large ids from small ones', () => {
    const ids = [1, 2 ** 32 + 1, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER];
    const sums = ids.flatMap((id) => [
      queueChecksum([order(id)], []),
      queueChecksum([], [order(id)]),
    ]);
    expect(new Set(sums).size).toBe(8);
  });

  it('is 0 for an empty book', () => {
    expect(queueChecksum([], [])).toBe(0);
  });

  it('has a worked value that other implementations can meet', () => {
    const asks = [order(7, 101, 5), order(8, 101, 3)];
    const bids = [order(9, 99, 4), order(10, 98, 4_294_967_297)];
    expect(queueChecksum(asks, bids)).toBe(4_133_902_689);
  });
});
