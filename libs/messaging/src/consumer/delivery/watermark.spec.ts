import * as fc from 'fast-check';
import { createWatermark } from './watermark';

describe('a watermark', () => {
  it('moves only over the lowest unfinished offset', () => {
    const watermark = createWatermark([5n, 6n, 9n, 10n]);
    expect(watermark.finish(6n)).toBeNull();
    expect(watermark.finish(10n)).toBeNull();
    expect(watermark.finish(5n)).toBe(6n);
    expect(watermark.finish(9n)).toBe(10n);
  });

  it('does not move for what it does not know or has passed', () => {
    const watermark = createWatermark([1n, 2n]);
    expect(watermark.finish(7n)).toBeNull();
    expect(watermark.finish(1n)).toBe(1n);
    expect(watermark.finish(1n)).toBeNull();
    expect(watermark.finish(2n)).toBe(2n);
  });

  it('is, in any order of finishing, the end of the finished prefix', () => {
    const offsets = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n];
    fc.assert(
      fc.property(fc.shuffledSubarray(offsets, { minLength: 8 }), (order) => {
        const watermark = createWatermark(offsets);
        const finished = new Set<bigint>();
        let committed = -1n;
        for (const offset of order) {
          finished.add(offset);
          committed = watermark.finish(offset) ?? committed;
          const gap = offsets.findIndex((candidate) => !finished.has(candidate));
          expect(committed).toBe(BigInt(gap === -1 ? offsets.length : gap) - 1n);
        }
      }),
    );
  });
});
