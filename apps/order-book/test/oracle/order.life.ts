import { type CancelReason } from '../../src/domain/report/report';
import { type Book, type Order, stopTimer, tell, type World } from './exchange.state';

/** Puts an order at the back of its price level (rule 6.1). */
export function rest(world: World, order: Order, kind: 'rested' | 'refilled' = 'rested'): void {
  const { id, side, price, open } = order;
  order.shown = slice(order);
  order.place = 'book';
  const queue = bookOf(world, order)[side];
  queue.push(order);
  queue.sort((a, b) => (side === 'buy' ? b.price - a.price : a.price - b.price));
  tell(world, order.instrument, { kind, id, side, price, shown: order.shown, open });
}

/** What an order shows when it comes to the book or to its next slice. */
export const slice = (order: Order) =>
  order.display === 0 ? order.open : Math.min(order.display, order.open);

export const bookOf = (world: World, order: { instrument: number }) =>
  world.books.get(order.instrument) as Book;

/** Takes an order from wherever it waits; it stays live. */
export function lift(world: World, order: Order): void {
  const book = bookOf(world, order);
  const keep = (orders: Order[]) => orders.filter((one) => one !== order);
  book[order.side] = keep(book[order.side]);
  book.stops = keep(book.stops);
  book.parked = keep(book.parked);
  order.place = 'nowhere';
}

/** Ends an order without a report of its own: filled or prevented to nothing. */
export function bury(world: World, order: Order): void {
  lift(world, order);
  stopTimer(world, order);
  world.live.delete(order.id);
}

/** Ends an order with its report, and its sibling with it (rule 7.6). */
export function end(world: World, order: Order, reason: CancelReason | 'expired'): void {
  const { id, side, price, open: quantity, instrument } = order;
  bury(world, order);
  if (reason === 'expired') tell(world, instrument, { kind: reason, id, side, price, quantity });
  else tell(world, instrument, { kind: 'cancelled', id, side, price, quantity, reason });
  endSibling(world, order);
}

export function endSibling(world: World, order: Order): void {
  const { sibling } = order;
  if (sibling === undefined) return;
  order.sibling = sibling.sibling = undefined;
  end(world, sibling, 'oco');
}

/** After a trade or prevention on the book: gone, sibling, next slice, in this order. */
export function afterwards(world: World, maker: Order, traded: boolean): void {
  if (maker.open === 0) bury(world, maker);
  if (traded || maker.open === 0) endSibling(world, maker);
  if (maker.open > 0 && maker.shown === 0) {
    lift(world, maker);
    rest(world, maker, 'refilled');
  }
}

/** Notes a trade at a price: number, last price, and the peaks of trailing stops (rule 7.4). */
export function note(book: Book, price: number): number {
  book.last = price;
  for (const stop of book.stops)
    stop.peak = stop.side === 'sell' ? Math.max(stop.peak, price) : Math.min(stop.peak, price);
  return ++book.trades;
}
