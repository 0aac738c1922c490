import { type AuctionKind, type InstrumentState } from '../../src/domain/command/command';
import { type CancelReason, type StateReason } from '../../src/domain/report/report';
import { type Book, facing, isOutside, type Order, reaches } from './exchange.world';
import { setTimer, stopTimer, tell } from './exchange.world';

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
const isLimit = ({ type }: Order) => type === 'limit' || type === 'stop_limit';

/** What an order shows when it comes to the book or to its next slice. */
const slice = ({ open, display }: Order) => (display === 0 ? open : Math.min(display, open));

/** Puts an order at the back of its price level (rule 6.1). */
export function rest(order: Order, kind: 'rested' | 'refilled' = 'rested'): void {
  const { id, side, price, open, book } = order;
  const shown = (order.shown = slice(order));
  book[side].push(order);
  book[side].sort((a, b) => (side === 'buy' ? b.price - a.price : a.price - b.price));
  tell(book.world, order.instrument, { kind, id, side, price, shown, open });
}

/** Takes an order from wherever it waits; it stays live. */
export function lift(order: Order): void {
  for (const place of ['buy', 'sell', 'stops', 'parked'] as const)
    order.book[place] = order.book[place].filter((one) => one !== order);
}

/** Ends an order without a report of its own: filled or prevented to nothing. */
function bury(order: Order): void {
  const { world } = order.book;
  lift(order);
  stopTimer(world, order);
  world.live.delete(order.id);
}

/** Ends an order with its report, and its sibling with it (rule 7.6). */
export function end(order: Order, reason: CancelReason | 'expired'): void {
  const { id, side, price, open: quantity, instrument, book } = order;
  const gone = { id, side, price, quantity };
  bury(order);
  if (reason === 'expired') tell(book.world, instrument, { kind: 'expired', ...gone });
  else tell(book.world, instrument, { kind: 'cancelled', ...gone, reason });
  endSibling(order);
}

export function endSibling(order: Order): void {
  const { sibling } = order;
  if (sibling === undefined) return;
  order.sibling = sibling.sibling = undefined;
  end(sibling, 'oco');
}

/** Rule 5: an order meets the book, then what is left of it rests or ends. */
export function takerPhase(taker: Order): void {
  const { book } = taker;
  const { last, trades, spec } = book;
  const bound = boundOf(taker);
  const stopsAt = ({ price }: Order) => {
    if (!reaches(taker.side, bound, price)) return 'bound';
    return isOutside(last || spec.referencePrice, spec.dynamicBandBps, price) ? 'band' : undefined;
  };
  if (!isFeasible(taker, stopsAt)) {
    end(taker, taker.timeInForce === 'fok' ? 'fok_unfilled' : 'min_quantity');
    return;
  }
  let stop: 'bound' | 'band' | undefined;
  for (let maker; taker.open > 0 && (maker = facing(taker)) !== undefined;) {
    stop = stopsAt(maker);
    if (stop !== undefined) break;
    if (prevents(taker, maker)) prevent(taker, maker);
    else trade(maker, taker, Math.min(taker.open, maker.shown));
  }
  if (taker.open === 0) bury(taker);
  else if (stop === 'band') end(taker, 'price_band');
  else if (!isLimit(taker)) end(taker, stop === 'bound' ? 'protection' : 'no_liquidity');
  else if (taker.timeInForce === 'ioc') end(taker, 'ioc_remainder');
  else rest(taker);
  limitState(book, stop === 'band', book.trades > trades);
}

/** Where the taker stops (rule 5.1). */
function boundOf(taker: Order): number {
  const sign = taker.side === 'buy' ? 1 : -1;
  const best = facing(taker)?.price ?? NaN;
  if (isLimit(taker)) return taker.price;
  return taker.protection === 0 ? sign * Infinity : best + sign * taker.protection;
}

/** Rule 5.2: what the taker could trade, price level by price level, up to its target. */
function isFeasible(taker: Order, stopsAt: (maker: Order) => unknown): boolean {
  const { side, budget, book } = taker;
  const makers = book[side === 'buy' ? 'sell' : 'buy'];
  let missing = taker.timeInForce === 'fok' ? taker.open : taker.minQuantity;
  let notional = 0;
  for (const price of new Set(makers.map((maker) => maker.price))) {
    const level = makers.filter((maker) => maker.price === price);
    if (missing === 0 || level.some(stopsAt)) break;
    const own = level.findIndex((maker) => prevents(taker, maker));
    const ends = own >= 0 && taker.stp !== 'oldest';
    const others = level.filter((maker) => !prevents(taker, maker));
    const before = level.slice(0, own).map(({ shown }) => shown);
    const takes = Math.min(missing, sum(ends ? before : others.map(({ open }) => open)));
    missing -= takes;
    notional += price * takes * book.spec.tickSize;
    if (ends) break;
  }
  return missing === 0 && (budget === 0 || reaches(side, budget, notional));
}

/** Takes a trade from both orders, reports it, and moves what follows the last price. */
function fill(maker: Order, taker: Order, price: number, quantity: number, isCross: boolean): void {
  const { book } = maker;
  const notional = price * quantity * book.spec.tickSize;
  for (const order of [maker, taker]) {
    order.open -= quantity;
    const isSpent = isCross && order.shown <= quantity;
    order.shown = isSpent ? slice(order) : order.shown - quantity;
  }
  book.last = price;
  for (const stop of book.stops)
    stop.peak = stop.side === 'sell' ? Math.max(stop.peak, price) : Math.min(stop.peak, price);
  tell(book.world, maker.instrument, {
    kind: 'traded',
    ...{ tradeId: ++book.trades, price, quantity },
    ...{ makerId: maker.id, makerSide: maker.side, makerShown: maker.shown, makerOpen: maker.open },
    makerFee: fee(maker, 'makerPpm', notional),
    ...{ takerId: taker.id, takerShown: isCross ? taker.shown : 0, takerOpen: taker.open },
    takerFee: fee(taker, isCross ? 'makerPpm' : 'takerPpm', notional),
  });
}

/** ⌈notional × ppm ÷ 1,000,000⌉ (rule 11). */
function fee({ book, tier }: Order, rate: 'makerPpm' | 'takerPpm', notional: number): number {
  const product = BigInt(notional) * BigInt(book.spec.fees[tier]?.[rate] ?? 0);
  return Number(product > 0n ? (product + 999_999n) / 1_000_000n : product / 1_000_000n);
}

function trade(maker: Order, taker: Order, quantity: number): void {
  fill(maker, taker, maker.price, quantity, false);
  if (maker.open === 0) bury(maker);
  endSibling(maker);
  refill(maker);
}

/** Rule 6.3. */
function refill(maker: Order): void {
  if (maker.open === 0 || maker.shown > 0) return;
  lift(maker);
  rest(maker, 'refilled');
}

/** Whether the two must not trade (rule 8.1). */
const prevents = (taker: Order, maker: Order) =>
  taker.stp !== 'none' &&
  (taker.account === maker.account || (taker.group !== 0 && taker.group === maker.group));

/** Rules 8.2 … 8.4. */
function prevent(taker: Order, maker: Order): void {
  const { stp } = taker;
  const both = stp === 'decrement' ? Math.min(taker.open, maker.shown) : undefined;
  const makerPrevented = both ?? (stp === 'newest' ? 0 : maker.open);
  const takerPrevented = both ?? (stp === 'oldest' ? 0 : taker.open);
  maker.open -= makerPrevented;
  maker.shown -= Math.min(maker.shown, makerPrevented);
  taker.open -= takerPrevented;
  tell(maker.book.world, maker.instrument, {
    kind: 'prevented',
    ...{ makerId: maker.id, makerSide: maker.side, price: maker.price },
    ...{ makerPrevented, makerShown: maker.shown, makerOpen: maker.open },
    ...{ takerId: taker.id, takerPrevented, takerOpen: taker.open },
  });
  if (maker.open === 0) {
    bury(maker);
    endSibling(maker);
  }
  refill(maker);
}

/** Rule 9.3, after each taker phase. */
function limitState(book: Book, isBreach: boolean, hasTraded: boolean): void {
  const { limitStateMs, pauseMs } = book.spec;
  const endsAt = book.world.time + pauseMs;
  if (isBreach && book.state === 'trading') {
    if (limitStateMs > 0) changeState(book, 'limit', 'breach');
    else if (pauseMs > 0) changeState(book, 'auction', 'breach', 'reopening', endsAt);
  } else if (!isBreach && hasTraded && book.state === 'limit')
    changeState(book, 'trading', 'resolved');
}

/** Moves an instrument to a state, with all that goes with it (rules 9.3 and 10). */
export function changeState(
  book: Book,
  to: InstrumentState,
  reason: StateReason,
  auction: AuctionKind | 'none' = 'none',
  endsAt = 0,
): void {
  const { state: from, spec, world } = book;
  const { instrument, limitStateMs, pauseMs } = spec;
  if (from === 'auction') cross(book);
  stopTimer(world, book);
  Object.assign(book, { state: to, auction });
  tell(world, instrument, { kind: 'state_changed', from, to, reason, auction, endsAt });
  if (to === 'limit')
    setTimer(world, book, world.time + limitStateMs, () => {
      if (pauseMs === 0) changeState(book, 'trading', 'unresolved');
      else changeState(book, 'auction', 'unresolved', 'reopening', world.time + pauseMs);
    });
  if (to === 'auction')
    setTimer(world, book, endsAt, () => {
      changeState(book, auction === 'closing' ? 'closed' : 'trading', 'auction_ended');
    });
  for (const order of book.parked.filter(isForAuction)) {
    lift(order);
    rest(order);
  }
}

/** Whether an order waits for the auction that is on. */
export const isForAuction = ({ timeInForce, book }: Order) =>
  (timeInForce === 'on_open' && book.auction === 'opening') ||
  (timeInForce === 'on_close' && book.auction === 'closing');

/** Rule 10.6, by trying every price at which anything could change. */
export function crossOf(book: Book): { price: number; volume: number; imbalance: number } {
  const { maxPrice, referencePrice } = book.spec;
  const near = book.last || referencePrice;
  const prices = [...book.buy, ...book.sell].flatMap(({ price: p }) => [p - 1, p, p + 1]);
  const openOf = (orders: Order[]) => sum(orders.map(({ open }) => open));
  const found = [1, maxPrice, near, ...prices]
    .filter((price) => price >= 1 && price <= maxPrice)
    .map((price) => {
      const buys = openOf(book.buy.filter((order) => order.price >= price));
      const sells = openOf(book.sell.filter((order) => order.price <= price));
      return { price, volume: Math.min(buys, sells), imbalance: buys - sells };
    })
    .sort(
      (a, b) =>
        b.volume - a.volume ||
        Math.abs(a.imbalance) - Math.abs(b.imbalance) ||
        (near === 0 ? 0 : Math.abs(a.price - near) - Math.abs(b.price - near)) ||
        a.price - b.price,
    );
  const best = found[0];
  return best && best.volume > 0 ? best : { price: 0, volume: 0, imbalance: 0 };
}

/** Rules 10.5 … 10.8. */
function cross(book: Book): void {
  const { price, volume, imbalance } = crossOf(book);
  tell(book.world, book.spec.instrument, { kind: 'uncrossed', price, volume, imbalance });
  for (;;) {
    const [[buy], [sell]] = [book.buy, book.sell];
    if (!buy || !sell || buy.price < price || sell.price > price) break;
    fill(buy, sell, price, Math.min(buy.open, sell.open), true);
    for (const order of [buy, sell]) if (order.open === 0) bury(order);
    for (const order of [buy, sell]) endSibling(order);
  }
  for (const order of [...book.buy, ...book.sell].filter(isForAuction))
    end(order, 'cross_remainder');
}
