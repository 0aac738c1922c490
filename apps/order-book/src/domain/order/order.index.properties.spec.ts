import fc from 'fast-check';
import { OrderIndex } from './order.index';

const id = fc.oneof(
  fc.integer({ min: 1, max: 300 }),
  fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  fc.integer({ min: 2 ** 31 - 2_000, max: 2 ** 31 + 2_000 }),
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
);

it('finds exactly the ids that were added and not removed, whatever they are', () => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 200 }), (ids) => {
      const index = new OrderIndex();
      const model = new Map<number, number>();
      ids.forEach((one, at) => {
        if (model.has(one)) {
          index.remove(one);
          model.delete(one);
        } else {
          index.add(one, at + 1);
          model.set(one, at + 1);
        }
        expect(ids.filter((asked) => index.get(asked) !== (model.get(asked) ?? 0))).toEqual([]);
      });
    }),
    { numRuns: 25 },
  );
});

it('does not open a page for each of many scattered ids, and still finds them', () => {
  const index = new OrderIndex();
  const scattered = Array.from({ length: 20_000 }, (_, at) => 1 + at * 100_003);
  scattered.forEach((one, at) => index.add(one, at + 1));
  expect(scattered.every((one, at) => index.get(one) === at + 1)).toBe(true);
  scattered.forEach((one) => index.remove(one));
  expect(scattered.some((one) => index.get(one) !== 0)).toBe(false);
});
