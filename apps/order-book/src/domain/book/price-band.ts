const BPS = 10_000;

/**
 * ⌊price × (10,000 + bps) ÷ 10,000⌋, exact: the price is split so that no product exceeds 2^53.
 * @param bps from −10,000 to 10,000.
 */
const shifted = (price: number, bps: number, round: (value: number) => number): number => {
  const whole = Math.floor(price / BPS);
  const rest = price - whole * BPS;
  return whole * (BPS + bps) + round((rest * (BPS + bps)) / BPS);
};

/** The lowest price within a band of `bps` around `reference`, ticks (rule 9.1). */
export const bandLow = (reference: number, bps: number): number =>
  shifted(reference, -bps, Math.ceil);

/** The highest price within a band of `bps` around `reference`, ticks (rule 9.1). */
export const bandHigh = (reference: number, bps: number): number =>
  shifted(reference, bps, Math.floor);
