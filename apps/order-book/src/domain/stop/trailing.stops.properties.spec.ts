import fc from 'fast-check';
import { TrailingStops } from './trailing.stops';

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ trade: fc.integer({ min: 1, max: 60 }) }) },
  { weight: 3, arbitrary: fc.record({ trail: fc.integer({ min: 1, max: 12 }) }) },
  { weight: 1, arbitrary: fc.record({ leaves: fc.nat() }) },
);

interface Stop {
  slot: number;
  trail: number;
  peak: number;
}

/** The rule said as plainly as possible: each stop remembers the best price itself (rule 7.2). */
const firstEligible = (stops: readonly Stop[], sign: number, last: number): number => {
  const trigger = (stop: Stop): number => sign * stop.peak - stop.trail;
  const [first] = stops
    .filter((stop) => sign * last <= trigger(stop))
    .sort((a, b) => trigger(b) - trigger(a) || a.slot - b.slot);
  return first?.slot ?? 0;
};

it.each([
  ['sells', 1],
  ['buys', -1],
] as const)('trailing %s follow every trade as if each were told of it', (_side, sign) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const trailing = new TrailingStops(sign);
      let model: Stop[] = [];
      let last = 30;
      steps.forEach((one, at) => {
        if ('trade' in one) {
          last = one.trade;
          trailing.follow(last);
          model.forEach((stop) => {
            stop.peak = sign * Math.max(sign * stop.peak, sign * last);
          });
        } else if ('trail' in one) {
          trailing.add(at + 1, one.trail, at + 1, last);
          model.push({ slot: at + 1, trail: one.trail, peak: last });
        } else if (model.length > 0) {
          const gone = model[one.leaves % model.length];
          trailing.remove(gone?.slot ?? 0);
          model = model.filter((other) => other !== gone);
        }
        expect(trailing.eligible(last)).toBe(firstEligible(model, sign, last));
        expect(model.filter((stop) => trailing.peakOf(stop.slot) !== stop.peak)).toEqual([]);
      });
    }),
  );
});
