import fc from 'fast-check';
import { add, allot, basisPointsOf, compare, divide, money, subtract } from './money';

describe('money', () => {
  it('adds and subtracts within one asset', () => {
    expect(add(money(5n, 'USD/2'), money(7n, 'USD/2'))).toEqual(money(12n, 'USD/2'));
    expect(subtract(money(5n, 'USD/2'), money(7n, 'USD/2'))).toEqual(money(-2n, 'USD/2'));
  });

  it('refuses to mix assets', () => {
    expect(() => add(money(1n, 'USD/2'), money(1n, 'EUR/2'))).toThrow('assets differ');
    expect(() => subtract(money(1n, 'USD/2'), money(1n, 'USD/3'))).toThrow('assets differ');
    expect(() => compare(money(1n, 'USD/2'), money(1n, 'EUR/2'))).toThrow('assets differ');
  });

  it('compares by amount', () => {
    const [low, high] = [money(1n, 'USD/2'), money(2n, 'USD/2')];
    expect([compare(low, high), compare(high, low), compare(low, low)]).toEqual([-1, 1, 0]);
  });
});

describe('divide', () => {
  it.each([
    [7n, 2n, 'down', 3n],
    [7n, 2n, 'up', 4n],
    [7n, 2n, 'half_even', 4n],
    [5n, 2n, 'half_even', 2n],
    [8n, 3n, 'half_even', 3n],
    [7n, 3n, 'half_even', 2n],
    [6n, 3n, 'up', 2n],
    [0n, 3n, 'up', 0n],
  ] as const)('gives %s / %s rounded %s as %s', (numerator, denominator, rounding, expected) => {
    expect(divide(numerator, denominator, rounding)).toBe(expected);
  });

  it('refuses a denominator of zero and negative numbers', () => {
    expect(() => divide(1n, 0n, 'down')).toThrow('non-negative');
    expect(() => divide(-1n, 1n, 'down')).toThrow('non-negative');
  });

  it('takes basis points of an amount', () => {
    expect(basisPointsOf(10_001n, 2_500n, 'up')).toBe(2_501n);
    expect(basisPointsOf(10_001n, 2_500n, 'down')).toBe(2_500n);
  });
});

describe('allot', () => {
  it('gives what is left over to the largest remainders, the earlier part on ties', () => {
    expect(allot(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n]);
    expect(allot(5n, [3n, 7n])).toEqual([2n, 3n]);
    expect(allot(10n, [1n, 5n, 2n])).toEqual([1n, 6n, 3n]);
    expect(allot(7n, [0n, 1n])).toEqual([0n, 7n]);
  });

  it('refuses weights that name no part', () => {
    expect(() => allot(1n, [0n, 0n])).toThrow('positive weights');
    expect(() => allot(1n, [2n, -1n])).toThrow('positive weights');
    expect(() => allot(-1n, [1n])).toThrow('non-negative amount');
  });

  it('sums to the whole, each part within one unit of its share', () => {
    const weights = fc
      .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 8 })
      .filter((parts) => parts.some((part) => part > 0n));
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), weights, (amount, shares) => {
        const total = shares.reduce((sum, share) => sum + share, 0n);
        const parts = allot(amount, shares);
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount);
        parts.forEach((part, index) => {
          const exact = (amount * (shares[index] ?? 0n)) / total;
          expect(part === exact || part === exact + 1n).toBe(true);
        });
      }),
    );
  });
});
