import { CRC32_START, feedInteger, finishCrc32 } from '../checksum/crc32';
import { CHECKSUM_DEPTH } from '../checksum/level-checksum';
import type { VisibleBook } from './visible-book';

const ASKS_THEN_BIDS = [1, 0] as const;

/**
 * The level-2 checksum of a settled book, straight from its columns; the same as `levelChecksum` of
 * its levels. It is computed again only when one of the levels that it covers was touched.
 */
export class TopLevelsChecksum {
  value = finishCrc32(CRC32_START);
  /** The price of the last level covered, by side; of a side with fewer levels: none is beyond. */
  readonly #last = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

  /** Whether a level's change changes the checksum. */
  covers(side: number, price: number): boolean {
    return side === 0 ? price >= (this.#last[0] ?? 0) : price <= (this.#last[1] ?? 0);
  }

  compute(book: VisibleBook): void {
    let crc = CRC32_START;
    for (const side of ASKS_THEN_BIDS) {
      const sorted = book.sides[side];
      const depth = Math.min(sorted.count, CHECKSUM_DEPTH);
      for (let rank = 0; rank < depth; rank += 1) {
        const level = sorted.at(rank);
        const price = book.levels.price[level] ?? 0;
        crc = feedInteger(feedInteger(crc, price), book.levels.total[level] ?? 0);
        if (rank === CHECKSUM_DEPTH - 1) this.#last[side] = price;
      }
      if (depth < CHECKSUM_DEPTH) {
        this.#last[side] = side === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
      }
    }
    this.value = finishCrc32(crc);
  }
}
