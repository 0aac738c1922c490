import type { BookSide } from '../../src/domain/market-data/frame/book-side';
import type { Level } from '../../src/domain/market-data/frame/level-frame';
import type { QueuedOrder } from '../../src/domain/market-data/frame/queue-frame';

/** An order that is seen in the book; of one price the earlier stands earlier in its list. */
export type Resting = QueuedOrder & { readonly side: BookSide };

/** One side of a plain list of orders, the best price first, read anew each time. */
export const queueOf = (resting: readonly Resting[], side: BookSide): QueuedOrder[] => {
  const sign = side === 'asks' ? 1 : -1;
  return resting
    .filter((order) => order.side === side)
    .sort((one, other) => (one.price - other.price) * sign)
    .map(({ id, price, quantity }) => ({ id, price, quantity }));
};

/** The sums at each price of one side, the best first. */
export const levelsOf = (resting: readonly Resting[], side: BookSide): Level[] => {
  const sums = new Map<number, number>();
  for (const { price, quantity } of queueOf(resting, side)) {
    sums.set(price, (sums.get(price) ?? 0) + quantity);
  }
  return [...sums];
};
