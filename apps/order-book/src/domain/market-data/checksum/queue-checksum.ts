import type { QueuedOrder } from '../frame/queue-frame';

const TWO_TO_THE_32 = 2 ** 32;

/** Folds a safe integer into a 32-bit hash: its low 32 bits and what is above them. */
const fold = (hash: number, value: number): number => {
  let word = hash ^ value;
  if (value >= TWO_TO_THE_32) {
    const high = Math.floor(value / TWO_TO_THE_32);
    word = hash ^ (value - high * TWO_TO_THE_32) ^ Math.imul(high, 0x9e3779b1);
  }
  const mixed = Math.imul(word, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
};

/**
 * One place in a queue: this order stands right behind that one.
 *
 * @param side 0 bids, 1 asks
 * @param before id of the order before it in its price's queue, 0 for the first
 * @returns a signed 32-bit integer
 */
export const placeHash = (
  side: number,
  price: number,
  before: number,
  id: number,
  quantity: number,
): number => fold(fold(fold(fold(0x27220a95 + side, price), before), id), quantity);

const sum = (side: number, orders: Iterable<QueuedOrder>): number => {
  let total = 0;
  let last: QueuedOrder = { id: 0, price: 0, quantity: 0 };
  for (const order of orders) {
    const before = order.price === last.price ? last.id : 0;
    total = (total + placeHash(side, order.price, before, order.id, order.quantity)) | 0;
    last = order;
  }
  return total;
};

/**
 * The checksum of a level-3 book: the sum, modulo 2^32, of one hash for each place of each queue.
 * A place is side, price, the order, its visible quantity and who stands before it; so the sum
 * proves
 * who is served first, of the whole book and not of its ten best levels only. Kraken's level-3
 * checksum (a CRC-32 over price and quantity of each order) misses two equal quantities that
 * changed
 * places, and has to be computed over all those orders at every frame; of this sum a change adds
 * and
 * takes away three hashes at most, however long the queue.
 *
 * @param asks best price first, in priority within a price
 * @param bids best price first, in priority within a price
 * @returns an unsigned 32-bit integer; 0 for an empty book
 */
export const queueChecksum = (asks: Iterable<QueuedOrder>, bids: Iterable<QueuedOrder>): number =>
  (sum(1, asks) + sum(0, bids)) >>> 0;
