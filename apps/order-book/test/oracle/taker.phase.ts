import { changeState } from './auction.cross';
import {
  band,
  type Book,
  fee,
  opposite,
  type Order,
  outside,
  reaches,
  tell,
  type World,
} from './exchange.state';
import { afterwards, bookOf, bury, end, note, rest } from './order.life';

const isLimit = (order: Order) => order.type === 'limit' || order.type === 'stop_limit';

const isOwn = (taker: Order, maker: Order) =>
  taker.account === maker.account || (taker.group !== 0 && taker.group === maker.group);

/** Where the taker stops (rule 5.1). */
function boundOf(book: Book, taker: Order): number {
  const best = book[opposite(taker)][0]?.price;
  const step = taker.side === 'buy' ? taker.protection : -taker.protection;
  if (isLimit(taker)) return taker.price;
  if (step !== 0 && best !== undefined) return best + step;
  return taker.side === 'buy' ? Infinity : -Infinity;
}

/** Rule 5.2: what the taker could trade, price level by price level, up to its target. */
function isFeasible(book: Book, taker: Order, makers: Order[]): boolean {
  const target = taker.timeInForce === 'fok' ? taker.open : taker.minQuantity;
  let [missing, notional] = [target, 0];
  for (const price of new Set(makers.map((maker) => maker.price))) {
    const level = makers.filter((maker) => maker.price === price);
    const own = taker.stp === 'none' ? -1 : level.findIndex((maker) => isOwn(taker, maker));
    const ends = own >= 0 && taker.stp !== 'oldest';
    const takes = Math.min(missing, ends ? shownBefore(level, own) : wholly(taker, level));
    missing -= takes;
    notional += price * takes * book.spec.tickSize;
    if (ends || missing === 0) break;
  }
  if (missing > 0) return false;
  return taker.budget === 0 || reaches(taker.side, taker.budget, notional);
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
const shownBefore = (level: Order[], own: number) =>
  sum(level.slice(0, own).map((maker) => maker.shown));
const wholly = (taker: Order, level: Order[]) =>
  sum(
    level
      .filter((maker) => taker.stp === 'none' || !isOwn(taker, maker))
      .map((maker) => maker.open),
  );

/** Rule 5: an order meets the book, then what is left of it rests or ends. */
export function takerPhase(world: World, taker: Order): void {
  const book = bookOf(world, taker);
  const range = band(book.last || book.spec.referencePrice, book.spec.dynamicBandBps);
  const bound = boundOf(book, taker);
  const may = (price: number) => reaches(taker.side, bound, price);
  const facing = book[opposite(taker)];
  const barrier = facing.findIndex(({ price }) => !may(price) || outside(range, price));
  const makers = barrier < 0 ? facing : facing.slice(0, barrier);
  if (!isFeasible(book, taker, makers)) {
    end(world, taker, taker.timeInForce === 'fok' ? 'fok_unfilled' : 'min_quantity');
    return;
  }
  const before = book.trades;
  let stopped: 'bound' | 'band' | undefined;
  for (let maker; taker.open > 0 && (maker = book[opposite(taker)][0]) !== undefined;) {
    if (!may(maker.price)) stopped = 'bound';
    else if (outside(range, maker.price)) stopped = 'band';
    if (stopped !== undefined) break;
    if (taker.stp !== 'none' && isOwn(taker, maker)) prevent(world, taker, maker);
    else trade(world, taker, maker);
  }
  if (taker.open === 0) bury(world, taker);
  else remain(world, taker, stopped);
  limitState(world, book, stopped === 'band', book.trades > before);
}

function remain(world: World, taker: Order, stopped: 'bound' | 'band' | undefined): void {
  if (stopped === 'band') end(world, taker, 'price_band');
  else if (!isLimit(taker)) end(world, taker, stopped === 'bound' ? 'protection' : 'no_liquidity');
  else if (taker.timeInForce === 'ioc') end(world, taker, 'ioc_remainder');
  else rest(world, taker);
}

function trade(world: World, taker: Order, maker: Order): void {
  const book = bookOf(world, maker);
  const { price } = maker;
  const quantity = Math.min(taker.open, maker.shown);
  const notional = price * quantity * book.spec.tickSize;
  maker.open -= quantity;
  maker.shown -= quantity;
  taker.open -= quantity;
  tell(world, maker.instrument, {
    kind: 'traded',
    tradeId: note(book, price),
    price,
    quantity,
    makerId: maker.id,
    makerSide: maker.side,
    makerShown: maker.shown,
    makerOpen: maker.open,
    makerFee: fee(book, maker.tier, 'makerPpm', notional),
    takerId: taker.id,
    takerShown: 0,
    takerOpen: taker.open,
    takerFee: fee(book, taker.tier, 'takerPpm', notional),
  });
  afterwards(world, maker, true);
}

/** Rule 8.2. */
function prevent(world: World, taker: Order, maker: Order): void {
  const { stp } = taker;
  const less = Math.min(taker.open, maker.shown);
  const ofMaker = stp === 'decrement' ? less : stp === 'newest' ? 0 : maker.open;
  const ofTaker = stp === 'decrement' ? less : stp === 'oldest' ? 0 : taker.open;
  maker.open -= ofMaker;
  maker.shown = stp === 'decrement' ? maker.shown - less : Math.min(maker.shown, maker.open);
  taker.open -= ofTaker;
  tell(world, maker.instrument, {
    kind: 'prevented',
    makerId: maker.id,
    makerSide: maker.side,
    price: maker.price,
    makerPrevented: ofMaker,
    makerShown: maker.shown,
    makerOpen: maker.open,
    takerId: taker.id,
    takerPrevented: ofTaker,
    takerOpen: taker.open,
  });
  afterwards(world, maker, false);
}

/** Rule 9.3, after each taker phase. */
function limitState(world: World, book: Book, breach: boolean, traded: boolean): void {
  const { limitStateMs, pauseMs } = book.spec;
  if (breach && book.state === 'trading') {
    if (limitStateMs > 0) changeState(world, book, 'limit', 'breach');
    else if (pauseMs > 0)
      changeState(world, book, 'auction', 'breach', 'reopening', world.time + pauseMs);
  } else if (!breach && traded && book.state === 'limit')
    changeState(world, book, 'trading', 'resolved');
}
