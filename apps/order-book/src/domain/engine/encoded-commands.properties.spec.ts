import fc from 'fast-check';
import { COMMAND_WORDS } from '../command/command.layout';
import { readReports } from '../report/report.reader';
import { createEngine } from './create-engine';
import { type Engine } from './engine';

const anEngine = (): Engine => {
  const engine = createEngine({ maxOrders: 20 });
  for (const instrument of [1, 2]) {
    engine.execute({
      ...{ kind: 'define_instrument', time: 0, instrument, tickSize: 1, lotSize: 1 },
      ...{ maxPrice: 100, maxQuantity: 50, dynamicBandBps: 500, limitStateMs: 5, pauseMs: 5 },
    });
  }
  engine.reports.clear();
  return engine;
};

const word = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 12 }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 2 ** 27 }) },
  { weight: 1, arbitrary: fc.double() },
);
const records = fc.array(fc.array(word, { minLength: COMMAND_WORDS, maxLength: COMMAND_WORDS }));

/** At least one report, the next sequence each, and a state that can be restored. */
const isAnswered = (engine: Engine, before: number): void => {
  const reports = readReports(engine.reports);
  expect(reports.length).toBeGreaterThan(0);
  expect(reports.map(({ sequence }) => sequence)).toEqual(reports.map((_, at) => before + 1 + at));
};

it('answers any encoded command, whatever its words are', () => {
  fc.assert(
    fc.property(records, (all) => {
      const engine = anEngine();
      let sequence = 2;
      for (const words of all) {
        engine.reports.clear();
        engine.run(Float64Array.from(words), 1);
        isAnswered(engine, sequence);
        sequence += engine.reports.count;
      }
      const copy = createEngine({ maxOrders: 20 });
      expect(copy.restore(engine.snapshot())).toBe(true);
      expect(copy.digest()).toBe(engine.digest());
    }),
    { numRuns: 60 },
  );
});
