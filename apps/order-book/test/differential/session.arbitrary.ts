import fc from 'fast-check';
import {
  maybe,
  among,
  within,
  instrument,
  id,
  known,
  price,
  quantity,
  account,
  side,
  party,
  record,
  weighted,
  terms,
} from './order.arbitrary';
import { type Fields, type Session } from './session';

const junk = among<unknown>(
  ...[null, -1, 0, 1, 2.5, NaN, Infinity, -0, 2 ** 31, 2 ** 53 - 1, 2 ** 53, 10n ** 20n],
  ...['', 'x', 'buy', 'gtd', 'fok', 'market', 'oldest', true, false, {}, [], [1], undefined],
);
const FIELDS = [
  ...['instrument', 'id', 'account', 'group', 'side', 'type', 'timeInForce', 'stp', 'tier'],
  ...['postOnly', 'quantity', 'price', 'trigger', 'trail', 'display', 'minQuantity'],
  ...['protection', 'budget', 'expiresAt', 'cancelId', 'mode', 'order', 'limit', 'stop'],
  ...['state', 'auction', 'endsAt', 'timeoutMs', 'kind'],
];
/** Anything may be wrong with one field of a command. */
const spoilt = (arbitrary: fc.Arbitrary<Fields>) =>
  fc
    .tuple(arbitrary, fc.constantFrom(...FIELDS), junk)
    .map(([fields, name, value]) => ({ ...fields, [name]: value }));

const place = terms.map((fields): Fields => ({ kind: 'place', ...fields }));

/** Mostly with the limit leg on its own side of the trigger. */
const oco = fc
  .tuple(record({ instrument, ...party, quantity }), fc.tuple(id, id), within(8, 32), within(-1, 8))
  .chain(([both, [first, second], middle, apart]) => {
    const away = both['side'] === 'buy' ? -apart : apart;
    return maybe(fc.constant(middle)).map((limitPrice): Fields => {
      const stop = { id: second, trigger: middle - away, price: limitPrice };
      return { kind: 'place_oco', ...both, limit: { id: first, price: middle + away }, stop };
    });
  });
const command = (kind: string, fields: Record<string, fc.Arbitrary<unknown>>) =>
  record({ kind: fc.constant(kind), ...fields });
const auction = {
  state: fc.constant('auction'),
  auction: among('opening', 'closing', 'reopening'),
  endsIn: maybe(within(0, 9), 6),
};

const calm = weighted<string>([
  [16, fc.constant('trading')],
  [1, among('halt', 'closed', 'cancel_only')],
]);

const commands: [number, fc.Arbitrary<Fields>][] = [
  [70, place],
  [8, oco],
  [14, command('amend', { instrument, id: known, price, quantity })],
  [8, command('cancel', { instrument, id: known })],
  [
    5,
    fc
      .tuple(terms, known, among('stop_on_failure', 'allow_failure'))
      .map(([order, cancelId, mode]) => ({ kind: 'replace', cancelId, mode, order })),
  ],
  [
    1,
    command('mass_cancel', {
      instrument: fc.oneof(instrument, fc.constant(0)),
      account,
      side: maybe(side),
    }),
  ],
  [
    1,
    command('set_dead_man', {
      account,
      timeoutMs: fc.oneof({ weight: 9, arbitrary: within(0, 40) }, among(-1, 2 ** 53 - 1)),
    }),
  ],
  [
    8,
    command('set_state', {
      instrument,
      state: calm,
    }),
  ],
  [3, command('set_state', { instrument, ...auction })],
  [4, command('set_reference', { instrument, price: fc.oneof(price, fc.constant(0)) })],
  [3, command('indicate', { instrument })],
  [3, command('advance', {})],
];
const fees = fc.array(
  fc.record({ makerPpm: within(-9_999, 9_999), takerPpm: within(-9_999, 99_999) }),
  {
    maxLength: 3,
  },
);

/** An instrument whose every term matters now and then. */
const define = (numbers: fc.Arbitrary<unknown>) =>
  command('define_instrument', {
    instrument: numbers,
    tickSize: among(1, 1, 3),
    lotSize: among(1, 10),
    maxPrice: among(40, 40, 2 ** 30),
    maxQuantity: fc.constant(20),
    minQuantity: maybe(among(0, 2)),
    minNotional: maybe(among(0, 40)),
    referencePrice: maybe(among(0, 20), 4),
    staticBandBps: maybe(among(0, 3_000, 9_000)),
    dynamicBandBps: maybe(among(500, 1_000, 2_500), 2),
    limitStateMs: maybe(among(0, 4)),
    pauseMs: maybe(among(0, 4), 2),
    maxIcebergParts: maybe(among(3, 10_000)),
    amendKeepsPriority: maybe(among(true, false)),
    state: maybe(calm),
    fees: maybe(fees),
  });

const moves = weighted<unknown>([
  [100, weighted(commands)],
  [5, spoilt(weighted(commands))],
  [1, define(instrument)],
  [1, spoilt(define(among(3, 4, 5)))],
  [1, record({ kind: fc.constant('advance'), time: among<unknown>(null, -1, 0.5, '7', NaN) })],
  [1, fc.anything()],
]);
const move = fc.record({
  wait: fc.oneof(
    { weight: 30, arbitrary: fc.constant(0) },
    { weight: 12, arbitrary: within(1, 2) },
    { weight: 2, arbitrary: among(3, 5, 9) },
    { weight: 1, arbitrary: fc.constant(-1) },
  ),
  fields: moves,
});

/** Three instruments, then up to `length` commands; shrinks to few moves with small numbers. */
export const session = (length: number): fc.Arbitrary<Session> =>
  fc
    .noBias(
      fc.tuple(
        fc.tuple(...[1, 2, 3].map((number) => define(fc.constant(number)))),
        fc.array(move, { maxLength: length, size: 'max' }),
        maybe(among(12, 30), 1),
        fc.nat({ max: length }),
        weighted([
          [6, fc.constant(1)],
          [1, among(97, 4_099, 2 ** 22 + 1)],
        ]),
      ),
    )
    .map(([instruments, later, maxOrders, cut, stretch]) => ({
      moves: [...instruments.map((fields) => ({ wait: 0, fields })), ...later],
      maxOrders,
      cut,
      stretch,
    }));
