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

/** The prices within a band around a reference, worked out anew only when that has moved. */
export class PriceBand {
  /** Ticks; 0 without a band. */
  low = 0;
  /** Ticks; Infinity without a band. */
  high = Infinity;
  private readonly bps: number;
  private reference = 0;

  /** @param bps basis points to either side; 0: no band. */
  constructor(bps: number) {
    this.bps = bps;
  }

  get isOn(): boolean {
    return this.bps !== 0;
  }

  /** @param reference ticks; 0: none, so no band. */
  around(reference: number): this {
    if (reference === this.reference || this.bps === 0) return this;
    this.reference = reference;
    this.low = reference === 0 ? 0 : bandLow(reference, this.bps);
    this.high = reference === 0 ? Infinity : bandHigh(reference, this.bps);
    return this;
  }
}

/** It has no state, so all books that have no band share it. */
const NO_BAND = new PriceBand(0);

/** @param bps basis points to either side; 0: no band. */
export const bandOf = (bps: number): PriceBand => (bps === 0 ? NO_BAND : new PriceBand(bps));

/** The lowest price within a band of `bps` around `reference`, ticks (rule 9.1). */
export const bandLow = (reference: number, bps: number): number =>
  shifted(reference, -bps, Math.ceil);

/** The highest price within a band of `bps` around `reference`, ticks (rule 9.1). */
export const bandHigh = (reference: number, bps: number): number =>
  shifted(reference, bps, Math.floor);
