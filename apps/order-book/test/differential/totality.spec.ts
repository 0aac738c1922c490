import { type Command } from '../../src/domain/command/command';
import { Oracle } from '../oracle/exchange.oracle';
import { EnginePlayer } from './engine.player';

const define = {
  ...{ kind: 'define_instrument', time: 5, instrument: 1 },
  ...{ tickSize: 1, lotSize: 1, maxPrice: 9, maxQuantity: 9 },
};
const place = {
  ...{ kind: 'place', time: 5, instrument: 1, id: 1 },
  ...{ side: 'buy', type: 'limit', quantity: 1, price: 1 },
};
/** Values that arithmetic, spreading or looking up throws at. */
const HOSTILE: unknown[] = [
  ...[Symbol('s'), 10n, () => 1, null, NaN, -0, '__proto__', 'constructor'],
  ...[Object.create(null), [Symbol('s')], new Date(0), { length: 1 }, { valueOf: null }],
];

describe('whatever the engine is given', () => {
  const wholes = [...HOSTILE, undefined, true, [place], new Map(), { kind: { kind: 'place' } }];
  const spoilt = [define, place].flatMap((command) =>
    Object.keys({ ...command, fees: 0, stp: 0, order: 0, limit: 0, expiresAt: 0 }).flatMap((name) =>
      HOSTILE.map((value) => ({ ...command, [name]: value })),
    ),
  );
  const nested = ['replace', 'place_oco', 'amend', 'cancel', 'mass_cancel', 'set_state'].flatMap(
    (kind) =>
      ['order', 'limit', 'stop', 'mode', 'cancelId', 'side', 'state', 'auction', 'id'].flatMap(
        (name) =>
          HOSTILE.map((value) => ({ ...place, mode: 'allow_failure', kind, [name]: value })),
      ),
  );

  it('answers with a report, as the oracle does, and goes on', () => {
    const [engine, oracle] = [new EnginePlayer(), new Oracle()];
    for (const command of [...wholes, define, ...spoilt, ...nested, place] as Command[]) {
      const happened = engine.execute(command);
      expect(happened.length).toBeGreaterThan(0);
      expect(happened).toEqual(oracle.execute(command));
    }
  });
});
