/** Of tier t, `rates[2t]` is the maker's rate and `rates[2t + 1]` the taker's, in ppm. */
export const TIERS = 16;

const PPM = 1_000_000;

/**
 * ⌈notional × ppm ÷ 1,000,000⌉, exact: the notional is split so that no product exceeds 2^53.
 * @param notional quote minor units, an integer from 0 to 2^53 − 1.
 * @param ppm from −1,000,000 to 1,000,000; negative: a rebate.
 * @returns quote minor units; negative: paid to the order's owner (rule 11).
 */
export const feeOf = (notional: number, ppm: number): number => {
  if (ppm === 0) return 0;
  const whole = Math.floor(notional / PPM);
  const rest = notional - whole * PPM;
  return whole * ppm + Math.ceil((rest * ppm) / PPM) + 0;
};
