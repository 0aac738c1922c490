import { backoffMs } from './backoff';

const backoff = { firstMs: 100, capMs: 1_000 };

describe('backoff', () => {
  it('doubles with every failure up to the cap', () => {
    const most = [0, 1, 2, 3, 4, 5, 99].map((failures) => backoffMs(failures, backoff, () => 1));
    expect(most).toEqual([100, 200, 400, 800, 1_000, 1_000, 1_000]);
  });

  it('leaves the upper half to chance', () => {
    expect(backoffMs(1, backoff, () => 0)).toBe(100);
    expect(backoffMs(1, backoff, () => 0.5)).toBe(150);
    const drawn = new Set(Array.from({ length: 50 }, () => backoffMs(3, backoff)));
    expect(drawn.size).toBeGreaterThan(10);
  });
});
