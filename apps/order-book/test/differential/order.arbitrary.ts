import fc from 'fast-check';
import { type Fields, NEW } from './session';

export const maybe = <T>(arbitrary: fc.Arbitrary<T>, weight = 1) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight, arbitrary });
export const among = <T>(...values: readonly T[]) => fc.constantFrom(...values);
export const within = (min: number, max: number) => fc.integer({ min, max });

export const instrument = fc.oneof(
  { weight: 36, arbitrary: fc.constant(1) },
  { weight: 18, arbitrary: fc.constant(2) },
  { weight: 9, arbitrary: fc.constant(3) },
  { weight: 1, arbitrary: among(0, 4, 65_535, 65_536, -1, 1.5) },
);
/** Few of each, so that orders meet; a few far apart, for what is kept in pages and hashes. */
export const id: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 30, arbitrary: fc.constant(NEW) },
  { weight: 6, arbitrary: within(1, 24) },
  { weight: 1, arbitrary: among(70_000, 2 ** 31, 2 ** 29 + 1, 2 ** 53 - 1) },
);
export const known = fc.oneof({ weight: 12, arbitrary: within(-10, -1) }, id);
export const price = fc.oneof(
  { weight: 20, arbitrary: within(15, 25) },
  { weight: 6, arbitrary: within(1, 41) },
  { weight: 1, arbitrary: among(70_000, 1_000_000, 2 ** 32 + 1, 2 ** 29) },
);
export const quantity = fc.oneof(
  { weight: 20, arbitrary: within(1, 9) },
  { weight: 2, arbitrary: within(10, 20) },
  { weight: 1, arbitrary: among(0, 21, 1.5) },
);
export const account = within(0, 3);
export const side = among('buy', 'sell');
const stp = maybe(among('none', 'newest', 'oldest', 'both', 'decrement'), 2);
export const party = { account, group: maybe(within(0, 2)), side, stp, tier: maybe(within(0, 2)) };
const order = { instrument, id, ...party, quantity };

const gtd = { timeInForce: fc.constant('gtd'), expiresIn: within(0, 40) };
const limit = { ...order, type: fc.constant('limit'), price };
const stop = { ...order, type: fc.constant('stop'), trigger: price };
const stopLimit = { ...order, type: fc.constant('stop_limit'), trigger: price, price };
const trailing = { ...order, type: fc.constant('trailing_stop'), trail: within(1, 6) };
const market = { ...order, type: fc.constant('market') };
export const record = (fields: Record<string, fc.Arbitrary<unknown>>) => fc.record(fields);

/** Orders as they should be, each kind with the terms that only it has. */
const orders: [number, fc.Arbitrary<Fields>][] = [
  [14, record(limit)],
  [3, record({ ...limit, timeInForce: among('ioc', 'fok') })],
  [3, record({ ...limit, timeInForce: among('on_open', 'on_close') })],
  [3, record({ ...limit, ...gtd })],
  [3, record({ ...limit, postOnly: fc.constant(true) })],
  [6, record({ ...limit, display: within(1, 4) })],
  [2, record({ ...limit, ...gtd, display: within(1, 4) })],
  [3, record({ ...limit, minQuantity: within(1, 9), timeInForce: maybe(fc.constant('ioc')) })],
  [2, record({ ...market, protection: maybe(within(0, 4)) })],
  [2, record({ ...market, timeInForce: fc.constant('fok'), budget: maybe(within(0, 300)) })],
  [1, record({ ...market, timeInForce: among('on_open', 'on_close') })],
  [3, record({ ...stop, protection: maybe(within(0, 4)) })],
  [1, record({ ...stop, ...gtd })],
  [2, record({ ...stopLimit, timeInForce: maybe(among('ioc', 'fok')) })],
  [2, record({ ...stopLimit, display: maybe(within(1, 4)), postOnly: maybe(among(true, false)) })],
  [1, record({ ...stopLimit, ...gtd, display: within(1, 4) })],
  [3, record({ ...trailing, protection: maybe(within(0, 4)) })],
  [1, record({ ...trailing, ...gtd })],
];
export const weighted = <T>(choices: [number, fc.Arbitrary<T>][]) =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));

/** A term that may not go with the order's type. */
const misplaced = fc.oneof(
  record({ timeInForce: among('gtc', 'gtd', 'ioc', 'fok', 'on_open', 'on_close') }),
  record({ price: fc.oneof(price, fc.constant(0)) }),
  record({ trigger: within(0, 41) }),
  record({ trail: within(0, 41) }),
  record({ display: within(1, 4) }),
  record({ minQuantity: within(1, 4) }),
  record({ protection: within(1, 41) }),
  record({ budget: within(1, 99) }),
  record({ expiresIn: within(0, 9) }),
  record({ postOnly: fc.constant(true) }),
);
export const terms = fc
  .tuple(weighted(orders), fc.oneof({ weight: 14, arbitrary: fc.constant({}) }, misplaced))
  .map(([usual, other]): Fields => ({ ...usual, ...other }));
