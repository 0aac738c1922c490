import fc from 'fast-check';
import { bandHigh, bandLow } from './price-band';

it('lies exactly at the reference ± its basis points, rounded inwards', () => {
  const price = fc.integer({ min: 1, max: 2 ** 51 });
  fc.assert(
    fc.property(price, fc.integer({ min: 1, max: 10_000 }), (reference, bps) => {
      const low = BigInt(reference) * BigInt(10_000 - bps);
      const high = BigInt(reference) * BigInt(10_000 + bps);
      expect(BigInt(bandLow(reference, bps))).toBe((low + 9_999n) / 10_000n);
      expect(BigInt(bandHigh(reference, bps))).toBe(high / 10_000n);
    }),
  );
});
