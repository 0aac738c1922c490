import { type AmendOrder, type Instrument, type SetState } from '../../src/domain/command/command';
import {
  type Book,
  facing,
  int,
  isOutside,
  MAX,
  need,
  type Order,
  reaches,
} from './exchange.world';

const isIn = (value: unknown, ...values: unknown[]) => values.includes(value);

const TIMES_IN_FORCE = ['gtc', 'gtd', 'ioc', 'fok', 'on_open', 'on_close'];
const ALLOWED: Record<Order['type'], string[]> = {
  limit: TIMES_IN_FORCE,
  market: ['ioc', 'fok', 'on_open', 'on_close'],
  stop: ['gtc', 'gtd'],
  trailing_stop: ['gtc', 'gtd'],
  stop_limit: ['gtc', 'gtd', 'ioc', 'fok'],
};

export const isCrossOnly = (o: Order) => isIn(o.timeInForce, 'on_open', 'on_close');
const isContinuous = (book: Book) => isIn(book.state, 'trading', 'limit');

export const checkId = (id: unknown) => need(int(id, 1, MAX), 'invalid_order_id');

export const checkAccount = (account: unknown) =>
  need(int(account, 0, 2 ** 31 - 1), 'invalid_account');

function checkParty(o: Order): void {
  checkAccount(o.account);
  need(int(o.group, 0, 2 ** 31 - 1), 'invalid_group');
  need(isIn(o.side, 'buy', 'sell'), 'invalid_side');
  need(Object.keys(ALLOWED).includes(o.type), 'invalid_type');
  need(TIMES_IN_FORCE.includes(o.timeInForce), 'invalid_time_in_force');
  need(isIn(o.stp, 'none', 'newest', 'oldest', 'both', 'decrement'), 'invalid_stp');
  need(int(o.tier, 0, 15), 'invalid_tier');
}

function checkQuantity({ spec }: Book, quantity: number): void {
  need(int(quantity, 1, MAX), 'invalid_quantity');
  need(quantity >= spec.minQuantity, 'quantity_too_small');
  need(quantity <= spec.maxQuantity, 'quantity_too_large');
}

export function checkPrice({ spec }: Book, price: number, least: number): void {
  need(int(price, least, MAX), 'invalid_price');
  need(price <= spec.maxPrice, 'price_too_high');
}

function checkNotional({ spec }: Book, quantity: number, price: number): void {
  const suffices = price === 0 || price * quantity * spec.tickSize >= spec.minNotional;
  need(suffices, 'notional_too_small');
}

/** Rule 10.1. */
function checkState({ state }: Book, o: Order): void {
  const rests = o.type === 'limit' && isIn(o.timeInForce, 'gtc', 'gtd');
  const isPlain = rests && !o.postOnly && o.minQuantity === 0;
  const isStop = isIn(o.type, 'stop', 'stop_limit', 'trailing_stop');
  const mayWait = isCrossOnly(o) || isPlain || isStop;
  need(state !== 'closed' || isCrossOnly(o), 'instrument_closed');
  need(state !== 'halt', 'instrument_halted');
  need(state !== 'cancel_only', 'instrument_cancel_only');
  need(state !== 'auction' || mayWait, 'not_allowed_in_auction');
}

function checkBand({ spec }: Book, price: number): void {
  const isFar = isOutside(spec.referencePrice, spec.staticBandBps, price);
  need(price === 0 || !isFar, 'price_outside_band');
}

export function wouldTake(o: Order): boolean {
  const best = facing(o)?.price;
  return isContinuous(o.book) && best !== undefined && reaches(o.side, o.price, best);
}

function checkTrigger({ last }: Book, { side, trigger }: Order): void {
  need(trigger === 0 || last === 0 || !reaches(side, last, trigger), 'stop_would_trigger');
}

function checkParts({ spec }: Book, quantity: number, display: number): void {
  const parts = display === 0 ? 1 : Math.ceil(quantity / display);
  need(parts <= spec.maxIcebergParts, 'too_many_iceberg_parts');
}

/** Rule 4: the checks of a new order, in their order. */
export function checkPlace(o: Order): void {
  const { book } = o;
  const { live, maxOrders } = book.world;
  checkId(o.id);
  checkParty(o);
  need(typeof o.postOnly === 'boolean', 'invalid_post_only');
  need(ALLOWED[o.type].includes(o.timeInForce), 'time_in_force_not_allowed');
  checkQuantity(book, o.quantity);
  checkTerms(o);
  checkState(book, o);
  need(!live.has(o.id), 'duplicate_order_id');
  need(live.size < maxOrders, 'too_many_orders');
  checkBand(book, o.price);
  need(o.type !== 'trailing_stop' || book.last > 0, 'no_last_price');
  checkTrigger(book, o);
  need(!o.postOnly || o.type !== 'limit' || !wouldTake(o), 'post_only_would_take');
}

/** Rules 4.4 … 4.13: each term is in its range and goes with the type. */
function checkTerms(o: Order): void {
  const { spec, world } = o.book;
  const isPriced = isIn(o.type, 'limit', 'stop_limit');
  const isStop = isIn(o.type, 'stop', 'stop_limit');
  const trails = o.type === 'trailing_stop';
  const rests = isPriced && isIn(o.timeInForce, 'gtc', 'gtd');
  const mayHaveLeast = o.type === 'limit' && !o.postOnly && (rests || o.timeInForce === 'ioc');
  const isIocMarket = o.type === 'market' && o.timeInForce === 'ioc';
  const isFokMarket = o.type === 'market' && o.timeInForce === 'fok';
  const isGtd = o.timeInForce === 'gtd';
  if (isPriced) checkPrice(o.book, o.price, 1);
  need(int(o.price, 0, MAX), 'invalid_price');
  need(isPriced || o.price === 0, 'price_not_allowed');
  need(!isStop || int(o.trigger, 1, spec.maxPrice), 'invalid_trigger');
  need(isStop || o.trigger === 0, 'trigger_not_allowed');
  need(!trails || int(o.trail, 1, spec.maxPrice), 'invalid_trail');
  need(trails || o.trail === 0, 'trail_not_allowed');
  need(!o.postOnly || rests, 'post_only_not_allowed');
  need(int(o.display, 0, o.quantity), 'invalid_display');
  need(o.display === 0 || rests, 'display_not_allowed');
  checkParts(o.book, o.quantity, o.display);
  need(int(o.minQuantity, 0, o.quantity), 'invalid_min_quantity');
  need(o.minQuantity === 0 || mayHaveLeast, 'min_quantity_not_allowed');
  need(int(o.protection, 0, spec.maxPrice), 'invalid_protection');
  const mayProtect = isIocMarket || o.type === 'stop' || trails;
  need(o.protection === 0 || mayProtect, 'protection_not_allowed');
  need(int(o.budget, 0, MAX), 'invalid_budget');
  need(o.budget === 0 || isFokMarket, 'budget_not_allowed');
  need(int(o.expiresAt, isGtd ? 1 : 0, MAX), 'invalid_expiry');
  need(isGtd || o.expiresAt === 0, 'expiry_not_allowed');
  need(!isGtd || o.expiresAt > world.time, 'already_expired');
  checkNotional(o.book, o.quantity, o.price);
}

/** Rule 7.5, for the legs of an OCO as the orders that they would be. */
export function checkOco(limit: Order, stop: Order): void {
  const { book } = limit;
  const { live, maxOrders } = book.world;
  const isTaken = limit.id === stop.id || live.has(limit.id) || live.has(stop.id);
  checkId(limit.id);
  checkId(stop.id);
  checkParty(limit);
  checkQuantity(book, limit.quantity);
  checkPrice(book, limit.price, 1);
  need(int(stop.trigger, 1, book.spec.maxPrice), 'invalid_trigger');
  checkPrice(book, stop.price, 0);
  const reachesStop = reaches(limit.side, limit.price, stop.trigger);
  need(!reachesStop, 'invalid_oco_prices');
  checkNotional(book, limit.quantity, limit.price);
  checkNotional(book, limit.quantity, stop.price);
  checkState(book, { ...limit, type: 'market' });
  need(!isTaken, 'duplicate_order_id');
  need(live.size + 2 <= maxOrders, 'too_many_orders');
  checkBand(book, limit.price);
  checkBand(book, stop.price);
  checkTrigger(book, stop);
  need(!wouldTake(limit), 'post_only_would_take');
}

/** Rule 6.4; returns the order. */
export function checkAmend(book: Book, { id, price, quantity }: AmendOrder): Order {
  checkId(id);
  checkQuantity(book, quantity);
  checkPrice(book, price, 1);
  checkNotional(book, quantity, price);
  checkState(book, { type: 'limit', timeInForce: 'gtc', minQuantity: 0 } as Order);
  const order = book.world.live.get(id);
  need(order?.book === book, 'unknown_order');
  const isOnBook = book[order.side].includes(order);
  const mayChange = isOnBook && order.sibling === undefined && !isCrossOnly(order);
  need(mayChange, 'order_not_amendable');
  checkParts(book, quantity, order.display);
  checkBand(book, price);
  need(!order.postOnly || !wouldTake({ ...order, price }), 'post_only_would_take');
  return order;
}

/** Rule 10.2. */
export function checkSetState(book: Book, { state, auction, endsAt = 0 }: SetState): void {
  const isAuction = state === 'auction';
  const kinds = isAuction ? ['opening', 'closing', 'reopening'] : [undefined];
  const mayLeave = book.state !== 'auction' || isIn(state, 'trading', 'closed');
  need(isIn(state, 'trading', 'halt', 'cancel_only', 'auction', 'closed'), 'invalid_state');
  need(isIn(auction, ...kinds), 'invalid_auction');
  need(int(endsAt, 0, MAX), 'invalid_ends_at');
  need(endsAt === 0 || (isAuction && endsAt > book.world.time), 'invalid_ends_at');
  need(state !== book.state, 'state_unchanged');
  need(mayLeave, 'transition_not_allowed');
}

/** Rule 3.2, after the instrument's number and that it is new. */
export function checkSpecification(o: Required<Instrument>): void {
  const positive = [o.tickSize, o.lotSize, o.maxPrice, o.maxQuantity];
  const others = [o.minQuantity, o.minNotional, o.referencePrice, o.limitStateMs, o.pauseMs];
  const bands = [o.staticBandBps, o.dynamicBandBps];
  const isRate = (rate: unknown) => int(rate, -1_000_000, 1_000_000);
  const isTier = (tier: unknown) => {
    const { makerPpm, takerPpm } = Object(tier) as Record<string, unknown>;
    return isRate(makerPpm) && isRate(takerPpm);
  };
  const holds =
    positive.every((one) => int(one, 1, MAX)) &&
    others.every((one) => int(one, 0, MAX)) &&
    bands.every((one) => int(one, 0, 10_000)) &&
    int(o.maxIcebergParts, 1, 10_000) &&
    typeof o.amendKeepsPriority === 'boolean' &&
    isIn(o.state, 'trading', 'closed', 'halt', 'cancel_only') &&
    Array.isArray(o.fees) &&
    o.fees.length <= 16 &&
    o.fees.every(isTier) &&
    o.minQuantity <= o.maxQuantity &&
    o.referencePrice <= o.maxPrice &&
    BigInt(o.maxPrice) * BigInt(o.maxQuantity) * BigInt(o.tickSize) <= MAX &&
    BigInt(o.maxQuantity) * BigInt(o.lotSize) <= MAX;
  need(holds, 'invalid_specification');
}
