/**
 * The value below which a share of the sample lies (nearest rank).
 *
 * @param sample not empty
 * @param share from 0 to 1
 */
export const quantile = (sample: readonly number[], share: number): number => {
  const sorted = Float64Array.from(sample).sort();
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
};

export const median = (sample: readonly number[]): number => quantile(sample, 0.5);

/** The mean of the sample's middle half: for what comes in steps, which a median would repeat. */
export const middleMean = (sample: readonly number[]): number => {
  const sorted = Float64Array.from(sample).sort();
  const aside = Math.floor(sorted.length / 4);
  const middle = sorted.subarray(aside, sorted.length - aside);
  return middle.reduce((sum, one) => sum + one, 0) / middle.length;
};

/** Latencies of one run, in ms. */
export type Spread = {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
};

export const spreadOf = (sample: readonly number[]): Spread => ({
  p50: quantile(sample, 0.5),
  p95: quantile(sample, 0.95),
  p99: quantile(sample, 0.99),
  max: quantile(sample, 1),
});

/** Of several runs the median of each figure, so that no single run makes a row. */
export const medianSpread = (runs: readonly Spread[]): Spread => ({
  p50: median(runs.map(({ p50 }) => p50)),
  p95: median(runs.map(({ p95 }) => p95)),
  p99: median(runs.map(({ p99 }) => p99)),
  max: median(runs.map(({ max }) => max)),
});
