import fc from 'fast-check';
import { DOUBLES, PRICE } from '../order/order.layout';
import { OrderPool } from '../order/order.pool';
import { asksAfter, PriceLadders } from './price.ladder';

type Step = { price: number } | { leaves: number };

const near = fc.integer({ min: 900, max: 1_100 });
/** A window that must move and grow, and gaps that no window bridges. */
const far = fc.oneof(
  near,
  fc.integer({ min: 1, max: 2 ** 21 }),
  fc.integer({ min: 1, max: 2 ** 50 }),
);
const drifting = fc.nat(400_000).map((place) => place * 37 + 1);

/** @param leaving how many leave for three that come */
const steps = (price: fc.Arbitrary<number>, leaving = 2): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ price }) },
      { weight: leaving, arbitrary: fc.record({ leaves: fc.nat(1_000) }) },
    ),
    { maxLength: 60, size: 'max' },
  );

const crowd = (price: fc.Arbitrary<number>): fc.Arbitrary<Step[]> =>
  fc.array(fc.record({ price }), { minLength: 10, maxLength: 40, size: 'max' });

/** A crowd, then fewer, then orders elsewhere: a list, a window, another or a list again. */
const moving = (elsewhere: fc.Arbitrary<number>): fc.Arbitrary<Step[]> =>
  fc
    .tuple(crowd(near), steps(near, 12), crowd(elsewhere), steps(near))
    .map((phases) => phases.flat());
const around = (price: number) => fc.integer({ min: price - 60, max: price + 60 });

/** A side as it would be with nothing but a list: better prices first, then the first to come. */
class PlainSide {
  readonly orders: { slot: number; price: number }[] = [];
  private readonly sign: number;

  constructor(sign: number) {
    this.sign = sign;
  }

  append(slot: number, price: number): void {
    const place = this.orders.findIndex((one) => this.sign * one.price > this.sign * price);
    this.orders.splice(place < 0 ? this.orders.length : place, 0, { slot, price });
  }

  at(price: number): number {
    return this.orders.find((one) => one.price === price)?.slot ?? 0;
  }

  firstBeyond(price: number): number {
    return this.orders.find((one) => this.sign * one.price > this.sign * price)?.slot ?? 0;
  }
}

const agrees = (sign: 1 | -1, all: readonly Step[]): void => {
  const pool = new OrderPool(4);
  const ladders = new PriceLadders(pool);
  const bids = ladders.makePair();
  // The other ladder's head is next to it.
  const [ladder, other] = sign === 1 ? [asksAfter(bids), bids] : [bids, asksAfter(bids)];
  const plain = new PlainSide(sign);
  for (const step of all) {
    if ('price' in step) {
      const slot = pool.take();
      pool.doubles[slot * DOUBLES + PRICE] = step.price;
      ladders.append(ladder, slot);
      plain.append(slot, step.price);
    } else if (plain.orders.length > 0) {
      const [gone] = plain.orders.splice(step.leaves % plain.orders.length, 1);
      ladders.remove(ladder, gone?.slot ?? 0);
      pool.release(gone?.slot ?? 0);
    }
    expect(ladders.first(ladder)).toBe(plain.orders[0]?.slot ?? 0);
    const asked = 'price' in step ? step.price : 1_000;
    expect(ladders.firstBeyond(ladder, asked)).toBe(plain.firstBeyond(asked));
    expect(ladders.at(ladder, asked)).toBe(plain.at(asked));
  }
  while (plain.orders.length > 0) {
    const first = plain.orders.shift();
    expect(ladders.first(ladder)).toBe(first?.slot);
    ladders.remove(ladder, first?.slot ?? 0);
  }
  expect([ladders.first(ladder), ladders.first(other)]).toEqual([0, 0]);
};

describe.each([
  ['sells', 1],
  ['buys', -1],
] as const)('a ladder of %s', (_side, sign) => {
  it.each([
    ['near each other', steps(near)],
    ['that drift', steps(drifting)],
    ['far apart', steps(far)],
    ['that move a little', moving(around(3_000))],
    ['that move far', moving(around(900_000))],
    ['that move out of reach', moving(around(2 ** 40))],
  ])('keeps price-time order at prices %s', (_name, all) => {
    fc.assert(
      fc.property(all, (one) => agrees(sign, one)),
      { numRuns: 40 },
    );
  });
});
