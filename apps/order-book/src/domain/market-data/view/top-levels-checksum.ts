import { CRC32_START, feedInteger, finishCrc32 } from '../checksum/crc32';
import { CHECKSUM_DEPTH } from '../checksum/level-checksum';
import { NONE } from './columns';
import type { LevelSlots } from './level-slots';

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

  compute(levels: LevelSlots): void {
    let crc = CRC32_START;
    for (const side of ASKS_THEN_BIDS) {
      this.#last[side] = side === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
      let level = levels.best(side);
      for (let rank = 1; level !== NONE && rank <= CHECKSUM_DEPTH; rank += 1) {
        const price = levels.price(level);
        crc = feedInteger(feedInteger(crc, price), levels.total[level] ?? 0);
        if (rank === CHECKSUM_DEPTH) this.#last[side] = price;
        level = levels.after(level);
      }
    }
    this.value = finishCrc32(crc);
  }
}
