import { createEngine } from '../engine/create-engine';
import { type Engine } from '../engine/engine';
import { LARGEST_SLICE } from '../order/order.layout';
import { readReports } from '../report/report.reader';

const QUANTITY = 2 ** 40;
const common = { instrument: 1, side: 'sell', type: 'limit', price: 5 } as const;

const withIceberg = (display: number): Engine => {
  const engine = createEngine();
  engine.execute({
    ...{ kind: 'define_instrument', time: 0, instrument: 1, tickSize: 1, lotSize: 1 },
    ...{ maxPrice: 10, maxQuantity: QUANTITY, maxIcebergParts: 10_000 },
  });
  engine.execute({ kind: 'place', time: 1, ...common, id: 1, quantity: QUANTITY, display });
  engine.reports.clear();
  return engine;
};

/** What a taker of the whole slice leads to. */
const refills = (engine: Engine, quantity: number): unknown[] => {
  engine.execute({ kind: 'place', time: 2, ...common, side: 'buy', id: 2, quantity });
  return readReports(engine.reports).filter(({ kind }) => kind === 'refilled');
};

describe.each([
  ['that its record holds', LARGEST_SLICE],
  ['one lot larger', LARGEST_SLICE + 1],
  ['far larger', 2 ** 35],
])('an iceberg with a slice %s', (_name, display) => {
  it('is refilled by whole slices, before and after a restore', () => {
    const [engine, restored] = [withIceberg(display), createEngine()];
    expect(restored.restore(engine.snapshot())).toBe(true);
    const [refill, ...others] = refills(engine, display);
    expect(refill).toMatchObject({ id: 1, shown: display, open: QUANTITY - display });
    expect(others).toEqual([]);
    expect(refills(restored, display)).toEqual([refill]);
    expect(restored.digest()).toBe(engine.digest());
  });
});
