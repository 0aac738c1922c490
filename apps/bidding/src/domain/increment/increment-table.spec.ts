import { houseTable, houseTables, ebayIncrements } from './house-tables';
import { faultOfTable, type IncrementTable, nextAmount } from './increment-table';

const tableOf = (id: string): IncrementTable => {
  const table = houseTable(id);
  if (!table) throw new Error(`no table ${id}`);
  return table;
};
const absolute = (...tiers: { from: bigint; step: bigint }[]): IncrementTable => ({
  ...{ kind: 'absolute', id: 'own', version: 1 },
  tiers,
});
const ladder = (...rungs: bigint[]): IncrementTable => ({
  ...{ kind: 'ladder', id: 'own', version: 1 },
  rungs,
});
const percentage = (basisPoints: number): IncrementTable => ({
  ...{ kind: 'percentage', id: 'own', version: 1 },
  basisPoints,
});

describe("eBay's increments", () => {
  it.each([
    [1n, 6n],
    [99n, 104n],
    [1_00n, 1_25n],
    [4_99n, 5_24n],
    [5_00n, 5_50n],
    [24_99n, 25_49n],
    [25_00n, 26_00n],
    [99_99n, 100_99n],
    [100_00n, 102_50n],
    [127_50n, 130_00n],
    [249_99n, 252_49n],
    [250_00n, 255_00n],
    [499_99n, 504_99n],
    [500_00n, 510_00n],
    [999_99n, 1_009_99n],
    [1_000_00n, 1_025_00n],
    [2_499_99n, 2_524_99n],
    [2_500_00n, 2_550_00n],
    [4_999_99n, 5_049_99n],
    [5_000_00n, 5_100_00n],
    [9_000_000_00n, 9_000_100_00n],
  ])('at %d cents the next bid is %d', (price, next) => {
    expect(nextAmount(ebayIncrements, price)).toBe(next);
  });
});

describe('other tables', () => {
  it.each([
    ['trade-me', 20_00n, 20_50n],
    ['trade-me', 20_01n, 21_01n],
    ['trade-me', 30_000_00n, 30_100_00n],
    ['whatnot', 29_00n, 30_00n],
    ['whatnot', 30_00n, 32_00n],
    ['whatnot', 2_500_00n, 2_520_00n],
    ['max-sold', 35_00n, 36_00n],
    ['max-sold', 36_00n, 41_00n],
    ['gun-broker', 9_99n, 10_24n],
    ['gun-broker', 10_00n, 11_00n],
    ['auction-fr', 19_99n, 24_99n],
    ['auction-fr', 20_00n, 30_00n],
    ['auction-fr', 100_000_00n, 110_000_00n],
  ])('%s: %d is followed by %d', (id, price, next) => {
    expect(nextAmount(tableOf(id), price)).toBe(next);
  });

  it.each([
    [50n, 1_00n],
    [1_00n, 1_10n],
    [1_05n, 1_10n],
    [1_90n, 2_00n],
    [2_00n, 2_20n],
    [2_80n, 3_00n],
    [3_00n, 3_20n],
    [3_20n, 3_50n],
    [3_80n, 4_00n],
    [4_80n, 5_00n],
    [9_50n, 10_00n],
    [9_99n, 10_00n],
    [10_00n, 11_00n],
    [320_00n, 350_00n],
    [9_500_00n, 10_000_00n],
  ])('on the saleroom ladder %d is followed by %d', (price, next) => {
    expect(nextAmount(tableOf('saleroom'), price)).toBe(next);
  });

  it('repeats an own ladder in every decade', () => {
    expect(nextAmount(ladder(1n, 2n, 5n), 7n)).toBe(10n);
    expect(nextAmount(ladder(1n, 2n, 5n), 500n)).toBe(1_000n);
  });

  it('rounds a percentage up to a minor unit', () => {
    expect(nextAmount(percentage(1_000), 100n)).toBe(110n);
    expect(nextAmount(percentage(1_000), 101n)).toBe(112n);
    expect(nextAmount(percentage(1), 1n)).toBe(2n);
  });

  it('knows no table of another name', () => {
    expect(houseTable('none')).toBeUndefined();
  });
});

describe('the check of a table', () => {
  it('passes every named table', () => {
    expect(houseTables.map(faultOfTable)).toEqual(houseTables.map(() => null));
    expect(new Set(houseTables.map(({ id }) => id)).size).toBe(houseTables.length);
  });

  it.each([
    ['the first tier must start at 0', absolute()],
    ['the first tier must start at 0', absolute({ from: 1n, step: 1n })],
    [
      'tiers must be in ascending order',
      absolute({ from: 0n, step: 1n }, { from: 5n, step: 1n }, { from: 5n, step: 2n }),
    ],
    ['steps must be positive', absolute({ from: 0n, step: 0n })],
    [
      'steps must not shrink as the price grows',
      absolute({ from: 0n, step: 2n }, { from: 5n, step: 1n }),
    ],
    ['basis points must be a positive integer', percentage(0)],
    ['basis points must be a positive integer', percentage(0.5)],
    ['a ladder needs positive rungs', ladder()],
    ['a ladder needs positive rungs', ladder(0n, 1n)],
    ['rungs must be in ascending order', ladder(1n, 1n)],
    ['rungs must lie within one decade', ladder(1n, 10n)],
  ])('says that %s', (fault, table) => {
    expect(faultOfTable(table)).toBe(fault);
  });

  it.each([
    absolute({ from: 0n, step: 1n }, { from: 5n, step: 1n }),
    ladder(1n),
    ladder(1n, 9n),
    percentage(1),
  ])('passes a usable table %#', (table) => {
    expect(faultOfTable(table)).toBeNull();
  });
});
