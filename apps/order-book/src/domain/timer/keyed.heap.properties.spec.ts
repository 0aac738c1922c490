import fc from 'fast-check';
import { KeyedHeap } from './keyed.heap';

const step = fc.oneof(
  fc.record({ key: fc.integer({ min: -20, max: 20 }) }),
  fc.record({ removes: fc.nat() }),
);

it('always names the entry with the lowest key and, among equals, the first', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const heap = new KeyedHeap();
      let model: { handle: number; key: number; order: number }[] = [];
      steps.forEach((one, order) => {
        if ('key' in one) model.push({ handle: heap.add(one.key, order, order), order, ...one });
        else if (model.length > 0) {
          const gone = model[one.removes % model.length];
          heap.remove(gone?.handle ?? 0);
          model = model.filter((other) => other !== gone);
        }
        const [first] = [...model].sort((a, b) => a.key - b.key || a.order - b.order);
        expect(heap.first()).toBe(first?.handle ?? 0);
        expect(heap.size).toBe(model.length);
        if (first !== undefined) expect(heap.valueOf(first.handle)).toBe(first.order);
      });
    }),
  );
});
