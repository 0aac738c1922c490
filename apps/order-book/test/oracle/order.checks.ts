import { type AmendOrder } from '../../src/domain/command/command';
import { type RejectionCode } from '../../src/domain/report/rejection.registry';
import {
  band,
  type Book,
  int,
  MAX,
  opposite,
  type Order,
  outside,
  type World,
} from './exchange.state';

type Faults = Generator<RejectionCode, void>;
/** Typed as if it were valid already: each check is what makes it so for those after it. */
type Terms = Order;

const isIn = (value: unknown, ...values: unknown[]) => values.includes(value);

const TIMES_IN_FORCE = ['gtc', 'gtd', 'ioc', 'fok', 'on_open', 'on_close'];
const STP_MODES = ['none', 'newest', 'oldest', 'both', 'decrement'];
const ALLOWED: Record<Order['type'], string[]> = {
  limit: TIMES_IN_FORCE,
  market: ['ioc', 'fok', 'on_open', 'on_close'],
  stop: ['gtc', 'gtd'],
  trailing_stop: ['gtc', 'gtd'],
  stop_limit: ['gtc', 'gtd', 'ioc', 'fok'],
};

export function* idFaults(id: unknown): Faults {
  if (!int(id, 1, MAX)) yield 'invalid_order_id';
}

function* partyFaults(o: Terms, isOco: boolean): Faults {
  yield* accountFaults(o.account);
  if (!int(o.group, 0, 2 ** 31 - 1)) yield 'invalid_group';
  if (!isIn(o.side, 'buy', 'sell')) yield 'invalid_side';
  if (!isOco && !Object.keys(ALLOWED).includes(o.type)) yield 'invalid_type';
  if (!isOco && !TIMES_IN_FORCE.includes(o.timeInForce)) yield 'invalid_time_in_force';
  if (!STP_MODES.includes(o.stp)) yield 'invalid_stp';
  if (!int(o.tier, 0, 15)) yield 'invalid_tier';
}

function* quantityFaults(book: Book, quantity: number): Faults {
  if (!int(quantity, 1, MAX)) yield 'invalid_quantity';
  if (quantity < book.spec.minQuantity) yield 'quantity_too_small';
  if (quantity > book.spec.maxQuantity) yield 'quantity_too_large';
}

export function* priceFaults(book: Book, price: number, least = 1): Faults {
  if (!int(price, least, MAX)) yield 'invalid_price';
  if (price > book.spec.maxPrice) yield 'price_too_high';
}

function* notionalFaults(book: Book, quantity: number, price: number): Faults {
  const { tickSize, minNotional } = book.spec;
  if (price > 0 && price * quantity * tickSize < minNotional) yield 'notional_too_small';
}

/** Rule 10.1. */
function* stateFaults(book: Book, o: Terms): Faults {
  const crossOnly = isIn(o.timeInForce, 'on_open', 'on_close');
  const resting = o.type === 'limit' && isIn(o.timeInForce, 'gtc', 'gtd');
  const plain = resting && !o.postOnly && o.minQuantity === 0;
  const stop = isIn(o.type, 'stop', 'stop_limit', 'trailing_stop');
  if (book.state === 'closed' && !crossOnly) yield 'instrument_closed';
  if (book.state === 'halt') yield 'instrument_halted';
  if (book.state === 'cancel_only') yield 'instrument_cancel_only';
  if (book.state === 'auction' && !(crossOnly || plain || stop)) yield 'not_allowed_in_auction';
}

function* bandFaults(book: Book, ...prices: number[]): Faults {
  const range = band(book.spec.referencePrice, book.spec.staticBandBps);
  if (prices.some((price) => price > 0 && outside(range, price))) yield 'price_outside_band';
}

export function wouldTake(book: Book, o: { side: 'buy' | 'sell'; price: number }): boolean {
  const best = book[opposite(o)][0]?.price;
  return best !== undefined && (o.side === 'buy' ? best <= o.price : best >= o.price);
}

function* triggerFaults(book: Book, side: 'buy' | 'sell', trigger: number): Faults {
  const reached = side === 'buy' ? trigger <= book.last : trigger >= book.last;
  if (book.last > 0 && reached) yield 'stop_would_trigger';
}

const isContinuous = (book: Book) => isIn(book.state, 'trading', 'limit');

/** Rule 4: the checks of a new order, in their order. */
export function* placeFaults(world: World, book: Book, o: Terms): Faults {
  yield* idFaults(o.id);
  yield* partyFaults(o, false);
  if (typeof o.postOnly !== 'boolean') yield 'invalid_post_only';
  if (!ALLOWED[o.type].includes(o.timeInForce)) yield 'time_in_force_not_allowed';
  yield* quantityFaults(book, o.quantity);
  yield* termFaults(world, book, o);
  yield* stateFaults(book, o);
  if (world.live.has(o.id)) yield 'duplicate_order_id';
  if (world.live.size >= world.maxOrders) yield 'too_many_orders';
  yield* bandFaults(book, o.price);
  if (o.type === 'trailing_stop' && book.last === 0) yield 'no_last_price';
  if (o.trigger > 0) yield* triggerFaults(book, o.side, o.trigger);
  if (o.postOnly && o.type === 'limit' && isContinuous(book) && wouldTake(book, o))
    yield 'post_only_would_take';
}

/** Rules 4.4 … 4.13: each term is in its range and goes with the type. */
function* termFaults(world: World, book: Book, o: Terms): Faults {
  const { maxPrice, maxIcebergParts } = book.spec;
  const priced = isIn(o.type, 'limit', 'stop_limit');
  const mayRest = isIn(o.timeInForce, 'gtc', 'gtd');
  const atMarket = isIn(o.type, 'stop', 'trailing_stop');
  if (priced) yield* priceFaults(book, o.price);
  if (!int(o.price, 0, MAX)) yield 'invalid_price';
  if (!priced && o.price > 0) yield 'price_not_allowed';
  const triggered = isIn(o.type, 'stop', 'stop_limit');
  if (triggered && !int(o.trigger, 1, maxPrice)) yield 'invalid_trigger';
  if (!triggered && o.trigger !== 0) yield 'trigger_not_allowed';
  const trails = o.type === 'trailing_stop';
  if (trails && !int(o.trail, 1, maxPrice)) yield 'invalid_trail';
  if (!trails && o.trail !== 0) yield 'trail_not_allowed';
  if (o.postOnly && !(priced && mayRest)) yield 'post_only_not_allowed';
  if (!int(o.display, 0, o.quantity)) yield 'invalid_display';
  if (o.display > 0 && !(priced && mayRest)) yield 'display_not_allowed';
  if (o.display > 0 && Math.ceil(o.quantity / o.display) > maxIcebergParts)
    yield 'too_many_iceberg_parts';
  if (!int(o.minQuantity, 0, o.quantity)) yield 'invalid_min_quantity';
  const mayHaveLeast = o.type === 'limit' && isIn(o.timeInForce, 'gtc', 'gtd', 'ioc');
  if (o.minQuantity > 0 && (!mayHaveLeast || o.postOnly)) yield 'min_quantity_not_allowed';
  if (!int(o.protection, 0, maxPrice)) yield 'invalid_protection';
  const mayProtect = atMarket || (o.type === 'market' && o.timeInForce === 'ioc');
  if (o.protection > 0 && !mayProtect) yield 'protection_not_allowed';
  if (!int(o.budget, 0, MAX)) yield 'invalid_budget';
  if (o.budget > 0 && !(o.type === 'market' && o.timeInForce === 'fok')) yield 'budget_not_allowed';
  const isGtd = o.timeInForce === 'gtd';
  if (!int(o.expiresAt, isGtd ? 1 : 0, MAX)) yield 'invalid_expiry';
  if (!isGtd && o.expiresAt > 0) yield 'expiry_not_allowed';
  if (isGtd && o.expiresAt <= world.time) yield 'already_expired';
  yield* notionalFaults(book, o.quantity, o.price);
}

/** Rule 7.5, for the legs of an OCO as the orders that they would be. */
export function* ocoFaults(world: World, book: Book, limit: Terms, stop: Terms): Faults {
  yield* idFaults(limit.id);
  yield* idFaults(stop.id);
  yield* partyFaults(limit, true);
  yield* quantityFaults(book, limit.quantity);
  yield* priceFaults(book, limit.price);
  if (!int(stop.trigger, 1, book.spec.maxPrice)) yield 'invalid_trigger';
  yield* priceFaults(book, stop.price, 0);
  const apart = limit.side === 'buy' ? limit.price < stop.trigger : limit.price > stop.trigger;
  if (!apart) yield 'invalid_oco_prices';
  yield* notionalFaults(book, limit.quantity, limit.price);
  yield* notionalFaults(book, limit.quantity, stop.price);
  yield* stateFaults(book, { ...limit, type: 'market' });
  const taken = [limit, stop].some(({ id }) => world.live.has(id));
  if (taken || limit.id === stop.id) yield 'duplicate_order_id';
  if (world.live.size + 2 > world.maxOrders) yield 'too_many_orders';
  yield* bandFaults(book, limit.price, stop.price);
  yield* triggerFaults(book, limit.side, stop.trigger);
  if (wouldTake(book, limit)) yield 'post_only_would_take';
}

/** Rule 6.4. */
export function* amendFaults(world: World, book: Book, o: AmendOrder): Faults {
  yield* idFaults(o.id);
  yield* quantityFaults(book, o.quantity);
  yield* priceFaults(book, o.price);
  yield* notionalFaults(book, o.quantity, o.price);
  yield* stateFaults(book, { type: 'limit', timeInForce: 'gtc', minQuantity: 0 } as Terms);
  const order = world.live.get(o.id);
  if (order?.instrument !== o.instrument) yield 'unknown_order';
  const { place, sibling, timeInForce, display, postOnly, side } = order as Order;
  const crossOnly = isIn(timeInForce, 'on_open', 'on_close');
  if (place !== 'book' || sibling !== undefined || crossOnly) yield 'order_not_amendable';
  if (display > 0 && Math.ceil(o.quantity / display) > book.spec.maxIcebergParts)
    yield 'too_many_iceberg_parts';
  yield* bandFaults(book, o.price);
  if (postOnly && isContinuous(book) && wouldTake(book, { side, price: o.price }))
    yield 'post_only_would_take';
}

export function* accountFaults(account: unknown): Faults {
  if (!int(account, 0, 2 ** 31 - 1)) yield 'invalid_account';
}
