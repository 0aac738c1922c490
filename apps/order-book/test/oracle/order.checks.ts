import { type AuctionKind, type Instrument, type Side } from '../../src/domain/command/command';
import { type InstrumentState, type OrderTerms } from '../../src/domain/command/command';
import { type RejectionCode } from '../../src/domain/report/rejection.registry';
import { type Matching } from './matching.oracle';

/** An instrument: its terms and how it stands. */
export type Book = Omit<Required<Instrument>, 'state'> & Standing;
type Standing = { state: InstrumentState; auction: Auction; last: number; trades: number };
type Auction = AuctionKind | 'none';
/** An order: its terms, what became of it, and the other leg of an OCO while both live. */
export type Order = Required<OrderTerms> & Fate;
type Fate = { book: Book; place?: Place; open: number; shown: number; sibling: Order | undefined };
export type Place = Side | 'stops' | 'parked';
/** What must hold, and the code of the refusal when it does not, in the order of the rules. */
export type Checks = Partial<Record<RejectionCode, boolean | undefined>>;

export const MAX = Number.MAX_SAFE_INTEGER;
export const MAX_ACCOUNT = 2 ** 31 - 1;
export const isIn = (value: unknown, ...values: unknown[]) => values.includes(value);
export const int = (value: number, low: number, high: number) =>
  Number.isSafeInteger(value) && value >= low && value <= high;
/** Whether a price is no worse for an order of that side than its limit. */
export const reaches = (side: Side, limit: number, price: number) =>
  side === 'buy' ? price <= limit : price >= limit;
/** Whether a price is farther from the reference than so many basis points of it (rule 9). */
export const isOutside = (price: number, reference: number, bps: number) =>
  ![price, reference, bps].includes(0) &&
  BigInt(Math.abs(price - reference)) * 10_000n > BigInt(reference) * BigInt(bps);
export const isStop = ({ type }: Order) => isIn(type, 'stop', 'stop_limit', 'trailing_stop');
export const isCrossOnly = ({ timeInForce }: Order) => isIn(timeInForce, 'on_open', 'on_close');

const ALLOWED = new Map<unknown, string[]>([
  ['limit', ['gtc', 'gtd', 'ioc', 'fok', 'on_open', 'on_close']],
  ['market', ['ioc', 'fok', 'on_open', 'on_close']],
  ['stop', ['gtc', 'gtd']],
  ['trailing_stop', ['gtc', 'gtd']],
  ['stop_limit', ['gtc', 'gtd', 'ioc', 'fok']],
]);

/** Rule 4, in the groups in which other commands use it. */
export function checksOf(o: Order, exchange: Matching) {
  const { id, account, group, side, type, timeInForce, stp, tier, postOnly, quantity, price } = o;
  const { trigger, trail, display, minQuantity, protection, budget, expiresAt, sibling } = o;
  const { state, last, maxPrice, referencePrice, staticBandBps, maxIcebergParts } = o.book;
  const isGtd = timeInForce === 'gtd';
  const isIoc = timeInForce === 'ioc';
  const trails = type === 'trailing_stop';
  const wakes = type === 'stop' || type === 'stop_limit';
  const isPriced = type === 'limit' || type === 'stop_limit';
  const mayRest = isPriced && (isGtd || timeInForce === 'gtc');
  const mayHaveLeast = type === 'limit' && (mayRest || isIoc) && !postOnly;
  const mayProtect = type === 'stop' || trails || (type === 'market' && isIoc);
  const isBudgeted = type === 'market' && timeInForce === 'fok';
  const isPlain = mayRest && !postOnly && minQuantity === 0;
  const partsFit = display === 0 || Math.ceil(quantity / display) <= maxIcebergParts;
  const isFar = int(price, 1, MAX) && isOutside(price, referencePrice, staticBandBps);

  const party: Checks = {
    ...{ invalid_order_id: int(id, 1, MAX), invalid_account: int(account, 0, MAX_ACCOUNT) },
    ...{ invalid_group: int(group, 0, MAX_ACCOUNT), invalid_side: isIn(side, 'buy', 'sell') },
    invalid_type: ALLOWED.has(type),
    invalid_time_in_force: ALLOWED.get('limit')?.includes(timeInForce),
    invalid_stp: isIn(stp, 'none', 'newest', 'oldest', 'both', 'decrement'),
    ...{ invalid_tier: int(tier, 0, 15), invalid_post_only: isIn(postOnly, true, false) },
    time_in_force_not_allowed: ALLOWED.get(type)?.includes(timeInForce),
    invalid_quantity: int(quantity, 1, MAX),
    quantity_too_small: quantity >= o.book.minQuantity,
    quantity_too_large: quantity <= o.book.maxQuantity,
  };
  const limit: Checks = {
    invalid_price: int(price, isPriced ? 1 : 0, MAX),
    ...{ price_not_allowed: isPriced || price === 0, price_too_high: price <= maxPrice },
  };
  const stop: Checks = {
    trigger_not_allowed: wakes || trigger === 0,
    invalid_trigger: int(trigger, wakes ? 1 : 0, maxPrice),
  };
  const terms: Checks = {
    ...{ trail_not_allowed: trails || trail === 0, invalid_trail: int(trail, +trails, maxPrice) },
    post_only_not_allowed: mayRest || !postOnly,
    ...{
      invalid_display: int(display, 0, quantity),
      display_not_allowed: mayRest || display === 0,
    },
    too_many_iceberg_parts: partsFit,
    invalid_min_quantity: int(minQuantity, 0, quantity),
    min_quantity_not_allowed: mayHaveLeast || minQuantity === 0,
    invalid_protection: int(protection, 0, maxPrice),
    protection_not_allowed: mayProtect || protection === 0,
    ...{ invalid_budget: int(budget, 0, MAX), budget_not_allowed: isBudgeted || budget === 0 },
    ...{ invalid_expiry: int(expiresAt, +isGtd, MAX), expiry_not_allowed: isGtd || !expiresAt },
    already_expired: !isGtd || expiresAt > exchange.time,
    invalid_oco_prices: !sibling || type !== 'limit' || !reaches(side, price, sibling.trigger),
    notional_too_small: price === 0 || price * quantity * o.book.tickSize >= o.book.minNotional,
    instrument_closed: state !== 'closed' || isCrossOnly(o),
    ...{ instrument_halted: state !== 'halt', instrument_cancel_only: state !== 'cancel_only' },
    not_allowed_in_auction: state !== 'auction' || isPlain || isStop(o) || isCrossOnly(o),
  };
  const room: Checks = {
    duplicate_order_id: ![...exchange.orders, sibling].some((other) => other?.id === id),
    too_many_orders: exchange.orders.length + (sibling ? 2 : 1) <= exchange.maxOrders,
  };
  const market: Checks = {
    ...{ too_many_iceberg_parts: partsFit, price_outside_band: !isFar },
    no_last_price: last > 0 || !trails,
    stop_would_trigger: last === 0 || !wakes || !reaches(side, last, trigger),
    post_only_would_take: !postOnly || type !== 'limit' || !exchange.wouldTake(o),
  };
  return { party, limit, stop, terms, room, market };
}

/** Rule 3.2. */
export function isSpecification(o: Required<Instrument>) {
  const isRate = (rate: number) => int(rate, -1_000_000, 1_000_000);
  const sizes = [o.tickSize, o.lotSize, o.maxPrice, o.maxQuantity];
  const products = [o.maxPrice * o.maxQuantity * o.tickSize, o.maxQuantity * o.lotSize];
  return (
    [...sizes, ...products].every((one) => int(one, 1, MAX)) &&
    [o.minNotional, o.limitStateMs, o.pauseMs].every((one) => int(one, 0, MAX)) &&
    [o.staticBandBps, o.dynamicBandBps].every((one) => int(one, 0, 10_000)) &&
    int(o.minQuantity, 0, o.maxQuantity) &&
    int(o.referencePrice, 0, o.maxPrice) &&
    int(o.maxIcebergParts, 1, 10_000) &&
    isIn(o.amendKeepsPriority, true, false) &&
    isIn(o.state, 'trading', 'closed', 'halt', 'cancel_only') &&
    Array.isArray(o.fees) &&
    o.fees.length <= 16 &&
    o.fees.every((tier) => isRate(Object(tier).makerPpm) && isRate(Object(tier).takerPpm))
  );
}
