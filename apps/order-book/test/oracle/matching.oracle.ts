import { type CancelReason, type Report } from '../../src/domain/report/report';
import { type StateChanged, type StateReason } from '../../src/domain/report/report';
import { type Book, isIn, isOutside, type Order, type Place, reaches } from './order.checks';

type Timer = { of: Order | Book | number; due: number; fire: () => void };
type Body<R> = R extends Report ? Omit<R, 'sequence' | 'command' | 'time'> : never;

const SIGN = { buy: 1, sell: -1, stops: 0, parked: 0 };
const NO_AUCTION: Pick<StateChanged, 'auction' | 'endsAt'> = { auction: 'none', endsAt: 0 };

/** ⌈notional × ppm ÷ 1,000,000⌉ (rule 11). */
const fee = (notional: number, ppm = 0) => {
  const product = BigInt(notional) * BigInt(ppm);
  return Number((product + (product > 0n ? 999_999n : 0n)) / 1_000_000n);
};
const sum = (orders: Order[]) => orders.reduce((total, { open }) => total + open, 0);
const isContinuous = ({ state }: Book) => isIn(state, 'trading', 'limit');
/** Whether the two must not trade (rule 8.1). */
const prevents = ({ stp, account, group }: Order, maker: Order) =>
  stp !== 'none' && (account === maker.account || (group !== 0 && group === maker.group));
/** Whether an order waits for the auction that is on. */
export const isForAuction = ({ timeInForce, book: { auction } }: Order) =>
  isIn(`${timeInForce} ${auction}`, 'on_open opening', 'on_close closing');
/** What an order shows when it comes to the book or to its next slice. */
const slice = ({ open, display }: Order) => (display === 0 ? open : Math.min(display, open));
/** What tells an order in reports. */
const named = ({ instrument, id, side, price }: Order) => ({ instrument, id, side, price });

/** The orders and what happens to them: one list, searched and sorted anew at every look. */
export class Matching {
  readonly maxOrders: number;
  time = 0;
  /** All that wait somewhere, in the order in which they came there. */
  orders: Order[] = [];
  protected commands = 0;
  protected reports: Report[] = [];
  private sequence = 0;
  private timers: Timer[] = [];

  constructor(maxOrders = 2 ** 24) {
    this.maxOrders = maxOrders;
  }

  /** Reports what happened (rule 12). Text knows no −0. */
  protected tell(body: Body<Report>) {
    const head = { sequence: (this.sequence += 1), command: this.commands, time: this.time };
    this.reports.push(JSON.parse(JSON.stringify({ ...body, ...head })) as Report);
  }

  /** Sets the one timer that an owner has; due at 0 it has none. */
  protected setTimer(of: Timer['of'], due: number, fire: () => void) {
    this.timers = this.timers.filter((timer) => timer.of !== of);
    if (due > 0) this.timers.push({ of, due, fire });
  }

  /** Stop after stop (rule 7.3), then the next timer that is due before, and again (rule 2.2). */
  protected settle(until: number) {
    for (;;) {
      const [stop] = this.orders
        .filter(({ place, book }) => place === 'stops' && isContinuous(book) && book.last > 0)
        .filter(({ side, book, trigger }) => reaches(side, book.last, trigger))
        .sort((a, b) => SIGN[b.side] - SIGN[a.side] || SIGN[a.side] * (a.trigger - b.trigger));
      const due = this.timers.filter((timer) => timer.due < until);
      const timer = due.sort((a, b) => a.due - b.due)[0];
      if (stop) this.wake(stop);
      else if (!timer) return;
      else {
        this.timers = this.timers.filter((other) => other !== timer);
        this.time = timer.due;
        timer.fire();
      }
    }
  }

  private wake(stop: Order) {
    const { instrument, id, side, trigger, open, book, type, postOnly } = stop;
    this.move(stop);
    this.tell({ kind: 'triggered', instrument, id, side, trigger, lastPrice: book.last, open });
    this.endSibling(stop);
    stop.type = type === 'stop_limit' ? 'limit' : 'market';
    if (postOnly && this.wouldTake(stop)) this.end(stop, 'post_only_would_take');
    else this.take(stop);
  }

  /** Who waits in a place, as they came; on the book the best price first. */
  protected at(book: Book, place: Place) {
    const orders = this.orders.filter((order) => order.book === book && order.place === place);
    return orders.sort((a, b) => SIGN[place] * (b.price - a.price));
  }

  /** Whom an order would meet. */
  private facing = ({ book, side }: Order) => this.at(book, side === 'buy' ? 'sell' : 'buy');

  wouldTake(order: Order) {
    const [best] = this.facing(order);
    return isContinuous(order.book) && !!best && reaches(order.side, order.price, best.price);
  }

  /** Takes an order from where it waits and puts it behind all others of the place, if any. */
  protected move(order: Order, place?: Place) {
    this.orders = this.orders.filter((other) => other !== order);
    if (place) this.orders.push(Object.assign(order, { place }));
  }

  /** Rule 6.1. */
  protected rest(order: Order, kind: 'rested' | 'refilled' = 'rested') {
    order.shown = slice(order);
    this.move(order, order.side);
    this.tell({ kind, ...named(order), shown: order.shown, open: order.open });
  }

  /** Ends an order with its report, and its sibling with it (rule 7.6). */
  protected end(order: Order, reason: CancelReason | 'expired') {
    const how = reason === 'expired' ? { kind: reason } : { kind: 'cancelled' as const, reason };
    this.move(order);
    this.tell({ ...how, ...named(order), quantity: order.open });
    this.endSibling(order);
  }

  private endSibling(order: Order) {
    const { sibling } = order;
    if (sibling === undefined) return;
    order.sibling = sibling.sibling = undefined;
    this.end(sibling, 'oco');
  }

  /** What a trade or prevention brings about for an order (rules 6.3 and 7.6). */
  private conclude(order: Order, hasTraded: boolean) {
    if (order.open === 0) this.move(order);
    if (order.open === 0 || hasTraded) this.endSibling(order);
    if (order.shown === 0 && this.orders.includes(order)) this.rest(order, 'refilled');
  }

  /** Rule 5: an order meets the book, then what is left of it rests or ends. */
  protected take(taker: Order) {
    const { book, side, type, timeInForce, protection } = taker;
    const { last, trades, referencePrice, dynamicBandBps } = book;
    if (book.state === 'auction') return this.rest(taker);
    const farthest = (this.facing(taker)[0]?.price ?? 0) + SIGN[side] * (protection || Infinity);
    const bound = type === 'limit' ? taker.price : farthest;
    const stopAt = ({ price }: Order) => {
      if (!reaches(side, bound, price)) return 'protection';
      return isOutside(price, last || referencePrice, dynamicBandBps) ? 'price_band' : undefined;
    };
    if (!this.isFeasible(taker, stopAt))
      return this.end(taker, timeInForce === 'fok' ? 'fok_unfilled' : 'min_quantity');
    let stop: ReturnType<typeof stopAt>;
    for (let maker; taker.open > 0 && (maker = this.facing(taker)[0]) && !(stop = stopAt(maker));)
      if (prevents(taker, maker)) this.prevent(maker, taker);
      else this.trade(maker, taker, maker.price);
    const isBreach = stop === 'price_band';
    if (taker.open > 0)
      if (isBreach || type !== 'limit') this.end(taker, stop ?? 'no_liquidity');
      else if (timeInForce === 'ioc') this.end(taker, 'ioc_remainder');
      else this.rest(taker);
    if (isBreach && book.state === 'trading') this.interrupt(book, 'breach');
    if (!isBreach && book.state === 'limit' && book.trades > trades)
      this.changeState(book, 'trading', 'resolved');
  }

  /** Rule 5.2. */
  private isFeasible(taker: Order, stopAt: (maker: Order) => unknown) {
    const { book, side, stp, budget, timeInForce } = taker;
    const isOwn = (maker: Order) => prevents(taker, maker);
    const endsAt = (maker: Order) => isOwn(maker) && stp !== 'oldest';
    const makers = this.facing(taker);
    let missing = timeInForce === 'fok' ? taker.open : taker.minQuantity;
    let notional = 0;
    for (const maker of makers) {
      if (missing === 0 || stopAt(maker) || endsAt(maker)) break;
      const isLast = makers.some((other) => other.price === maker.price && endsAt(other));
      const available = isLast ? maker.shown : maker.open;
      const takes = isOwn(maker) ? 0 : Math.min(missing, available);
      missing -= takes;
      notional += maker.price * takes * book.tickSize;
    }
    return missing === 0 && (budget === 0 || reaches(side, budget, notional));
  }

  /** Rules 5.6 and 10.7. */
  private trade(maker: Order, taker: Order, price: number, isCross = false) {
    const { instrument, book } = maker;
    const quantity = Math.min(taker.open, isCross ? maker.open : maker.shown);
    for (const order of [maker, taker]) {
      order.open -= quantity;
      order.shown = Math.max(0, order.shown - quantity);
      if (isCross && order.shown === 0) order.shown = slice(order);
    }
    for (const stop of this.at(book, 'stops').filter(({ trail }) => trail > 0)) {
      const trigger = price + SIGN[stop.side] * stop.trail;
      if (reaches(stop.side, stop.trigger, trigger)) stop.trigger = trigger;
    }
    const notional = price * quantity * book.tickSize;
    const [makers, takers] = [book.fees[maker.tier], book.fees[taker.tier]];
    this.tell({
      ...{ kind: 'traded', instrument, tradeId: (book.trades += 1), price, quantity },
      ...{ makerId: maker.id, makerSide: maker.side, makerShown: maker.shown },
      ...{ makerOpen: maker.open, makerFee: fee(notional, makers?.makerPpm) },
      ...{ takerId: taker.id, takerShown: taker.shown, takerOpen: taker.open },
      takerFee: fee(notional, isCross ? takers?.makerPpm : takers?.takerPpm),
    });
    book.last = price;
    for (const order of [maker, taker]) this.conclude(order, true);
  }

  /** Rules 8.2 … 8.4. */
  private prevent(maker: Order, taker: Order) {
    const { instrument, price } = maker;
    const most = taker.stp === 'decrement' ? Math.min(taker.open, maker.shown) : Infinity;
    const makerPrevented = taker.stp === 'newest' ? 0 : Math.min(maker.open, most);
    const takerPrevented = taker.stp === 'oldest' ? 0 : Math.min(taker.open, most);
    maker.open -= makerPrevented;
    maker.shown = Math.max(0, maker.shown - makerPrevented);
    taker.open -= takerPrevented;
    this.tell({
      ...{ kind: 'prevented', instrument, price, makerId: maker.id, makerSide: maker.side },
      ...{ makerPrevented, makerShown: maker.shown, makerOpen: maker.open },
      ...{ takerPrevented, takerId: taker.id, takerOpen: taker.open },
    });
    for (const order of [maker, taker]) this.conclude(order, false);
  }

  /** Rule 9.3: the next of limit state, pause with its reopening auction, and trading. */
  private interrupt(book: Book, reason: 'breach' | 'unresolved') {
    const pause = { auction: 'reopening', endsAt: this.time + book.pauseMs } as const;
    if (reason === 'breach' && book.limitStateMs > 0) this.changeState(book, 'limit', reason);
    else if (book.pauseMs > 0) this.changeState(book, 'auction', reason, pause);
    else if (reason === 'unresolved') this.changeState(book, 'trading', reason);
  }

  /** Moves an instrument to a state, with all that goes with it (rules 9.3 and 10). */
  protected changeState(book: Book, to: Book['state'], reason: StateReason, call = NO_AUCTION) {
    const { instrument, state: from, limitStateMs } = book;
    const { auction, endsAt } = call;
    const next = auction === 'closing' ? 'closed' : 'trading';
    if (from === 'auction') this.cross(book);
    Object.assign(book, { state: to, auction });
    this.tell({ kind: 'state_changed', instrument, from, to, reason, auction, endsAt });
    this.setTimer(book, endsAt, () => this.changeState(book, next, 'auction_ended'));
    if (to === 'limit')
      this.setTimer(book, this.time + limitStateMs, () => this.interrupt(book, 'unresolved'));
    for (const order of this.at(book, 'parked').filter(isForAuction)) this.rest(order);
  }

  /** Rule 10.6, by trying every price at which anything could change. */
  protected crossOf(book: Book) {
    const { instrument, last, referencePrice, maxPrice } = book;
    const near = last || referencePrice;
    const distance = (price: number) => (near === 0 ? 0 : Math.abs(price - near));
    const [buys, sells] = [this.at(book, 'buy'), this.at(book, 'sell')];
    const changes = [...buys, ...sells].flatMap(({ price }) => [price - 1, price, price + 1]);
    const outcomes = [1, near, ...changes].map((price) => {
      const bought = sum(buys.filter((order) => order.price >= price));
      const sold = sum(sells.filter((order) => order.price <= price));
      return { instrument, price, volume: Math.min(bought, sold), imbalance: bought - sold };
    });
    const [best] = outcomes
      .filter(({ price, volume }) => price >= 1 && price <= maxPrice && volume > 0)
      .sort((a, b) => distance(a.price) - distance(b.price) || a.price - b.price)
      .sort((a, b) => Math.abs(a.imbalance) - Math.abs(b.imbalance))
      .sort((a, b) => b.volume - a.volume);
    return best ?? { instrument, price: 0, volume: 0, imbalance: 0 };
  }

  /** Rules 10.5 … 10.8. */
  private cross(book: Book) {
    const uncrossed = this.crossOf(book);
    const { price } = uncrossed;
    this.tell({ kind: 'uncrossed', ...uncrossed });
    for (;;) {
      const [[buy], [sell]] = [this.at(book, 'buy'), this.at(book, 'sell')];
      if (!buy || !sell || buy.price < price || sell.price > price) break;
      this.trade(buy, sell, price, true);
    }
    const rest = [...this.at(book, 'buy'), ...this.at(book, 'sell')].filter(isForAuction);
    for (const order of rest) this.end(order, 'cross_remainder');
  }
}
