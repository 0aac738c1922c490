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

  it('does not take a gap between offsets for a record', () => {
    const watermark = createWatermark([5n, 7n, 2n ** 40n]);
    expect([4n, 6n, 8n, 2n ** 40n + 1n].map(watermark.finish)).toEqual([null, null, null, null]);
    expect(watermark.finish(7n)).toBeNull();
    expect(watermark.finish(5n)).toBe(7n);
    expect(watermark.finish(2n ** 40n)).toBe(2n ** 40n);
  });

  it.each([
    { having: 'no gaps', offsets: [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n] },
    { having: 'gaps', offsets: [3n, 4n, 9n, 10n, 11n, 40n, 2n ** 33n, 2n ** 33n + 5n] },
  ])('is, in any order of finishing, the end of the finished prefix: $having', ({ offsets }) => {
    fc.assert(
      fc.property(fc.shuffledSubarray(offsets, { minLength: 8 }), (order) => {
        const watermark = createWatermark(offsets);
        const finished = new Set<bigint>();
        let committed = -1n;
        for (const offset of order) {
          finished.add(offset);
          committed = watermark.finish(offset) ?? committed;
          const gap = offsets.findIndex((candidate) => !finished.has(candidate));
          const end = gap === -1 ? offsets.length : gap;
          expect(committed).toBe(offsets[end - 1] ?? -1n);
        }
      }),
    );
  });
});
