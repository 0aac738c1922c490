import fc from 'fast-check';
import { type Command } from '../command/command';
import { encodeCommand } from '../command/command.codec';
import { AMEND, CANCEL, COMMAND_WORDS } from '../command/command.layout';
import { ReportBuffer } from '../report/report.buffer';
import { readReports } from '../report/report.reader';
import { Reporter } from '../report/reporter';
import { readSnapshot } from '../snapshot/read-snapshot';
import { writeSnapshot } from '../snapshot/write-snapshot';
import { createEngine } from './create-engine';
import { type Engine } from './engine';
import { Exchange } from './exchange';
import { AT_ONCE, MANY, ReadAhead } from './read-ahead';

const common = { time: 0, instrument: 1 };

const orderAt = (id: number, side: 'buy' | 'sell', price: number): Command => ({
  ...{ kind: 'place', ...common, id, account: id % 9, type: 'limit', side, price, quantity: 10 },
});

/** More than MANY by what all sessions together may take away. */
const RESTING = MANY + 2_000;

/** So many orders on five prices a side. */
const fullBook = (): Uint8Array => {
  const engine = createEngine();
  engine.execute({
    ...{ kind: 'define_instrument', ...common, tickSize: 1, lotSize: 1 },
    ...{ maxPrice: 100, maxQuantity: 100 },
  });
  for (let id = 1; id <= RESTING; id += 1) {
    const depth = 1 + (id % 5);
    engine.execute(id % 2 === 0 ? orderAt(id, 'buy', 50 - depth) : orderAt(id, 'sell', 50 + depth));
  }
  return engine.snapshot();
};

const full = fullBook();

/** Ids of a few old orders, of the ones that a session places, and of nobody. */
const id = fc.oneof(
  fc.integer({ min: 1, max: 60 }),
  fc.integer({ min: RESTING - 50, max: RESTING + 60 }),
  fc.constantFrom(0, -1, 0.5, NaN, 2 ** 31, 2 ** 53),
);
const quantity = fc.integer({ min: 1, max: 30 });
const side = fc.constantFrom('buy' as const, 'sell' as const);
const price = fc.integer({ min: 44, max: 56 });
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(id, side, price).map((order) => orderAt(...order)),
  id.map((gone): Command => ({ kind: 'cancel', ...common, id: gone })),
  fc
    .record({ id, price, quantity })
    .map((changed): Command => ({ kind: 'amend', ...common, ...changed })),
);

const encoded = (commands: readonly Command[]): Float64Array => {
  const records = new Float64Array(commands.length * COMMAND_WORDS);
  commands.forEach((each, at) => encodeCommand(each, records, at * COMMAND_WORDS));
  return records;
};

const restored = (): Engine => {
  const engine = createEngine();
  expect(engine.restore(full)).toBe(true);
  return engine;
};

it('answers a run of commands in a full book as it answers them one by one', () => {
  // The same two for all runs: restoring so many orders takes longer than what is tested.
  const [together, apart] = [restored(), restored()];
  fc.assert(
    fc.property(fc.array(command, { minLength: 1, maxLength: 4 * AT_ONCE }), (commands) => {
      together.run(encoded(commands), commands.length);
      for (const each of commands) apart.execute(each);
      expect(readReports(together.reports)).toEqual(readReports(apart.reports));
      together.reports.clear();
      apart.reports.clear();
    }),
    { numRuns: 40 },
  );
  expect(together.digest()).toBe(apart.digest());
});

const restoredExchange = (): Exchange => {
  const exchange = readSnapshot(full, new Exchange(new Reporter(new ReportBuffer(64)), 2 ** 24));
  if (exchange === null) throw new Error('the snapshot of the full book cannot be read');
  return exchange;
};

const words = fc.array(fc.oneof(id, fc.double()), {
  minLength: COMMAND_WORDS - 1,
  maxLength: COMMAND_WORDS - 1,
});
const cancels = fc.array(
  fc.tuple(fc.constantFrom(CANCEL, AMEND), words).map(([kind, others]) => [kind, ...others]),
  { maxLength: AT_ONCE },
);

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array | Int32Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

it('changes nothing by reading ahead, whatever the words are', () => {
  const exchange = restoredExchange();
  const ahead = new ReadAhead();
  const before = writeSnapshot(exchange);
  const orders = bytesOf(exchange.orders.ints.slice());
  fc.assert(
    fc.property(cancels, (records) => {
      const flat = Float64Array.from(records.flat());
      ahead.touch(exchange, flat, 0, flat.length);
    }),
  );
  expect(bytesOf(exchange.orders.ints).equals(orders)).toBe(true);
  expect(bytesOf(writeSnapshot(exchange)).equals(bytesOf(before))).toBe(true);
});
