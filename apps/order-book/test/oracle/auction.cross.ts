import { type AuctionKind, type InstrumentState } from '../../src/domain/command/command';
import { type StateReason } from '../../src/domain/report/report';
import {
  type Book,
  fee,
  type Order,
  setTimer,
  stopTimer,
  tell,
  type World,
} from './exchange.state';
import { bury, end, endSibling, lift, note, rest, slice } from './order.life';

const openOf = (orders: Order[]) => orders.reduce((total, order) => total + order.open, 0);

/** Rule 10.6, by trying every price at which anything could change. */
export function crossOf(book: Book): { price: number; volume: number; imbalance: number } {
  const { maxPrice, referencePrice } = book.spec;
  const near = book.last || referencePrice;
  const prices = [...book.buy, ...book.sell].flatMap(({ price: p }) => [p - 1, p, p + 1]);
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
function cross(world: World, book: Book): void {
  const found = crossOf(book);
  const { instrument } = book.spec;
  tell(world, instrument, { kind: 'uncrossed', ...found });
  for (;;) {
    const [buy, sell] = [book.buy[0], book.sell[0]];
    if (buy === undefined || sell === undefined) break;
    if (buy.price < found.price || sell.price > found.price) break;
    pair(world, book, buy, sell, Math.min(buy.open, sell.open), found.price);
  }
  const remainders = [...book.buy, ...book.sell].filter((order) => isOf(book.auction, order));
  for (const order of remainders) end(world, order, 'cross_remainder');
}

function pair(world: World, book: Book, buy: Order, sell: Order, quantity: number, price: number) {
  const notional = price * quantity * book.spec.tickSize;
  for (const order of [buy, sell]) {
    order.open -= quantity;
    order.shown = quantity < order.shown ? order.shown - quantity : slice(order);
  }
  tell(world, book.spec.instrument, {
    kind: 'traded',
    tradeId: note(book, price),
    price,
    quantity,
    makerId: buy.id,
    makerSide: 'buy',
    makerShown: buy.shown,
    makerOpen: buy.open,
    makerFee: fee(book, buy.tier, 'makerPpm', notional),
    takerId: sell.id,
    takerShown: sell.shown,
    takerOpen: sell.open,
    takerFee: fee(book, sell.tier, 'makerPpm', notional),
  });
  for (const order of [buy, sell]) if (order.open === 0) bury(world, order);
  for (const order of [buy, sell]) endSibling(world, order);
}

/** Whether an order waits for this kind of auction. */
export const isOf = (kind: AuctionKind | 'none', order: Order) =>
  (kind === 'opening' && order.timeInForce === 'on_open') ||
  (kind === 'closing' && order.timeInForce === 'on_close');

/** Moves an instrument to a state, with all that goes with it (rules 9.3 and 10). */
export function changeState(
  world: World,
  book: Book,
  to: InstrumentState,
  reason: StateReason,
  auction: AuctionKind | 'none' = 'none',
  endsAt = 0,
): void {
  const { instrument, limitStateMs, pauseMs } = book.spec;
  const from = book.state;
  if (from === 'auction') cross(world, book);
  stopTimer(world, book);
  Object.assign(book, { state: to, auction });
  tell(world, instrument, { kind: 'state_changed', from, to, reason, auction, endsAt });
  if (to === 'limit')
    setTimer(world, book, world.time + limitStateMs, () => {
      if (pauseMs === 0) changeState(world, book, 'trading', 'unresolved');
      else changeState(world, book, 'auction', 'unresolved', 'reopening', world.time + pauseMs);
    });
  if (endsAt > 0)
    setTimer(world, book, endsAt, () => {
      changeState(world, book, auction === 'closing' ? 'closed' : 'trading', 'auction_ended');
    });
  for (const order of book.parked.filter((one) => isOf(auction, one))) {
    lift(world, order);
    rest(world, order);
  }
}
