import fc from 'fast-check';
import { type Cross, crossPrice, type Interest } from './cross-price';

const HIGHEST = 30;

const level = fc.record({
  price: fc.integer({ min: 1, max: HIGHEST }),
  quantity: fc.integer({ min: 1, max: 9 }),
});
const levels = (sign: number): fc.Arbitrary<Interest[]> =>
  fc
    .uniqueArray(level, { selector: (one) => one.price, maxLength: 8 })
    .map((all) => all.sort((a, b) => sign * (a.price - b.price)));

const sum = (all: readonly Interest[]): number =>
  all.reduce((total, one) => total + one.quantity, 0);

/** Rule 10.6 by trying every tick. */
const everyTick = (buys: Interest[], sells: Interest[], reference: number): Cross => {
  const outcomes = Array.from({ length: HIGHEST }, (_, index) => {
    const price = index + 1;
    const bought = sum(buys.filter((one) => one.price >= price));
    const sold = sum(sells.filter((one) => one.price <= price));
    return { price, volume: Math.min(bought, sold), imbalance: bought - sold };
  });
  const [best] = outcomes.sort(
    (a, b) =>
      b.volume - a.volume ||
      Math.abs(a.imbalance) - Math.abs(b.imbalance) ||
      (reference === 0 ? 0 : Math.abs(a.price - reference) - Math.abs(b.price - reference)) ||
      a.price - b.price,
  );
  return best === undefined || best.volume === 0 ? { price: 0, volume: 0, imbalance: 0 } : best;
};

it('finds the price that trying every tick finds', () => {
  fc.assert(
    fc.property(levels(-1), levels(1), fc.nat(HIGHEST), (buys, sells, reference) => {
      const found = crossPrice(buys, sells, reference, HIGHEST);
      expect(found).toEqual(everyTick(buys, sells, reference));
    }),
    { numRuns: 500 },
  );
});
