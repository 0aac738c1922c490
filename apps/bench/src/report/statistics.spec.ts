import { median, medianSpread, middleMean, quantile, spreadOf } from './statistics';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

describe('figures of a sample', () => {
  it.each([
    { share: 0, value: 1 },
    { share: 0.5, value: 50 },
    { share: 0.95, value: 95 },
    { share: 0.99, value: 99 },
    { share: 1, value: 100 },
  ])('the share $share of 1 to 100 lies below $value', ({ share, value }) => {
    expect(quantile(upTo(100).reverse(), share)).toBe(value);
  });

  it('sort numbers as numbers, and leave the sample alone', () => {
    const sample = [10, 9, 100];
    expect(median(sample)).toBe(10);
    expect(sample).toEqual([10, 9, 100]);
  });

  it.each([
    { sample: [3], mean: 3 },
    { sample: [40, 0, 4, 8], mean: 6 },
    { sample: [8, 4, 4, 8, 900, 4, 0, 8, 4], mean: 5.6 },
  ])('the middle half of $sample has the mean $mean', ({ sample, mean }) => {
    expect(middleMean(sample)).toBe(mean);
  });

  it('take each figure from the middle run', () => {
    const runs = [[1, 1], upTo(100), upTo(10)].map(spreadOf);
    expect(medianSpread(runs)).toEqual({ p50: 5, p95: 10, p99: 10, max: 10 });
  });
});
