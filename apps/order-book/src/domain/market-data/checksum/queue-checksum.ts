import type { QueuedOrder } from '../frame/queue-frame';
import { CRC32_START, feedInteger, finishCrc32 } from './crc32';
import { CHECKSUM_DEPTH } from './level-checksum';

const feed = (crc: number, orders: Iterable<QueuedOrder>): number => {
  let next = crc;
  let levels = 0;
  let last = -1;
  for (const { id, price, quantity } of orders) {
    if (price !== last) {
      levels += 1;
      if (levels > CHECKSUM_DEPTH) break;
      last = price;
    }
    next = feedInteger(feedInteger(feedInteger(next, price), quantity), id);
  }
  return next;
};

/**
 * The checksum of a level-3 book: as the level-2 one, but of each order in the ten best levels in
 * its priority: price, visible quantity and id. Kraken's level-3 checksum leaves the id out, so two
 * equal quantities may change places unseen there; here they may not.
 *
 * @param asks best price first, in priority within a price
 * @param bids best price first, in priority within a price
 */
export const queueChecksum = (asks: Iterable<QueuedOrder>, bids: Iterable<QueuedOrder>): number =>
  finishCrc32(feed(feed(CRC32_START, asks), bids));
