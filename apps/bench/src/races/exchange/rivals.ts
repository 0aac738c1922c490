import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { MessageStream } from '@outcry/order-book';
import { checkoutRoot } from '../../stage/checkout';

/** The two order books of npm that are used most; both have this surface. */
export const RIVALS = ['nodejs-order-book', 'hft-limit-order-book'] as const;
export type RivalName = (typeof RIVALS)[number];

type RivalOrder = {
  readonly side: 'buy' | 'sell';
  readonly id: string;
  readonly size: number;
  readonly price: number;
  readonly timeInForce: 'GTC' | 'IOC';
};
type RivalBook = {
  readonly limit: (order: RivalOrder) => unknown;
  readonly cancel: (id: string) => unknown;
};

const MODIFY = 'M'.charCodeAt(0);
const CANCEL = 'C'.charCodeAt(0);

/** A rival that needs longer than this is stopped, and judged by how far it came. */
const LIMIT_MS = 20_000;
const MESSAGES_BETWEEN_LOOKS = 1_000;

const bookOf = (name: RivalName): RivalBook => {
  const require = createRequire(join(checkoutRoot(), 'package.json'));
  const { OrderBook } = require(name) as { OrderBook: new () => RivalBook };
  return new OrderBook();
};

type Step = (book: RivalBook) => void;

/** What each message asks of a rival, made beforehand; a modification is a cancel and an order. */
const stepsOf = (stream: MessageStream): Step[] => {
  const sides = new Map<string, 'buy' | 'sell'>();
  return Array.from({ length: stream.count }, (_, row): Step => {
    const id = String(stream.ids[row]);
    const kind = stream.kinds[row];
    if (kind === CANCEL) return (book) => book.cancel(id);
    const flags = stream.flags[row] ?? 0;
    if (kind !== MODIFY) sides.set(id, (flags & 1) === 1 ? 'sell' : 'buy');
    const order: RivalOrder = {
      side: sides.get(id) ?? 'buy',
      id,
      size: stream.quantities[row] ?? 0,
      price: stream.prices[row] ?? 0,
      timeInForce: (flags & 2) === 2 ? 'IOC' : 'GTC',
    };
    if (kind !== MODIFY) return (book) => book.limit(order);
    return (book) => {
      const gone = book.cancel(id);
      if (gone !== undefined) book.limit(order);
    };
  });
};

/** Messages per second of a rival on the stream, as far as it comes within the limit. */
export const rivalRate = (name: RivalName, stream: MessageStream): number => {
  const steps = stepsOf(stream);
  const book = bookOf(name);
  const began = performance.now();
  let done = 0;
  for (const step of steps) {
    step(book);
    done += 1;
    if (done % MESSAGES_BETWEEN_LOOKS === 0 && performance.now() - began > LIMIT_MS) break;
  }
  return (done * 1_000) / (performance.now() - began);
};
