import type { Level } from '../frame/level-frame';
import { CRC32_START, feedInteger, finishCrc32 } from './crc32';

/** How many levels of each side a checksum covers (docs.kraken.com, book-checksum-v1). */
export const CHECKSUM_DEPTH = 10;

const feed = (crc: number, levels: readonly Level[]): number => {
  let next = crc;
  for (const [price, quantity] of levels.slice(0, CHECKSUM_DEPTH)) {
    next = feedInteger(feedInteger(next, price), quantity);
  }
  return next;
};

/**
 * The checksum of a level-2 book, as Kraken's: CRC-32 over the ten best asks from low to high, then
 * the ten best bids from high to low; of each level the digits of price and quantity, without the
 * decimal point and leading zeros, that is: ticks and lots.
 *
 * @param asks best first
 * @param bids best first
 */
export const levelChecksum = (asks: readonly Level[], bids: readonly Level[]): number =>
  finishCrc32(feed(feed(CRC32_START, asks), bids));
