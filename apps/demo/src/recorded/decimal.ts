/**
 * A decimal number as recorded, in integer minor units, exactly.
 *
 * @param text such as `12`, `12.5` or `0.027`
 * @param exponent digits of the minor unit: 2 for cents, 18 for wei
 * @returns null when the text is no plain decimal or finer than the minor unit
 */
export const toMinorUnits = (text: string, exponent: number): bigint | null => {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text.trim());
  if (!match) return null;
  const fraction = (match[2] ?? '').replace(/0+$/, '');
  if (fraction.length > exponent) return null;
  return BigInt((match[1] ?? '0') + fraction.padEnd(exponent, '0'));
};

/** The reverse, for people: `12.50` for 1250 and 2. */
export const fromMinorUnits = (amount: bigint, exponent: number): string => {
  const digits = amount.toString().padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  return exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`;
};
