import fc from 'fast-check';
import { feeOf } from './fee';

const ceiling = (numerator: bigint, denominator: bigint): bigint => {
  const floor = numerator / denominator;
  return floor * denominator < numerator ? floor + 1n : floor;
};

it('is the exact ceiling of notional × rate, for every notional up to 2^53 − 1', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.integer({ min: -1e6, max: 1e6 }), (notional, ppm) => {
      const exact = ceiling(BigInt(notional) * BigInt(ppm), 1_000_000n);
      expect(BigInt(feeOf(notional, ppm))).toBe(exact);
    }),
  );
});

it.each([
  { notional: 1, ppm: 1, fee: 1, why: 'a fee is rounded up' },
  { notional: 1, ppm: -1, fee: 0, why: 'a rebate is rounded towards zero' },
  { notional: 2_000_000, ppm: -250, fee: -500, why: 'an exact rebate is paid whole' },
  { notional: 0, ppm: 250, fee: 0, why: 'nothing costs nothing' },
])('$why', ({ notional, ppm, fee }) => {
  expect(feeOf(notional, ppm)).toBe(fee);
});
