import { CRC32_START, feedText, finishCrc32 } from '../checksum/crc32';
import { CHECKSUM_DEPTH } from '../checksum/level-checksum';
import { NONE } from './columns';
import type { LevelSlots } from './level-slots';

/** The best levels of one side, as a checksum covers them. */
class TopLevels {
  /** Slots of the levels, best first; listed anew when one came or went. */
  readonly #slots = new Int32Array(CHECKSUM_DEPTH);
  #count = 0;
  #isStale = false;
  #isTouched = false;
  /** Price of the last level if there are as many as are covered; else no price is beyond. */
  #last: number;
  readonly #side: 0 | 1;

  constructor(side: 0 | 1) {
    this.#side = side;
    this.#last = side === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }

  /** Whether a covered level was touched since `feed`. */
  get isTouched(): boolean {
    return this.#isTouched;
  }

  touch(levels: LevelSlots, level: number, price: number): void {
    if (this.#side === 0 ? price < this.#last : price > this.#last) return;
    this.#isTouched = true;
    const isEmpty = levels.head[level] === NONE;
    if (isEmpty || Number.isNaN(levels.spelt[level])) this.#isStale = true;
  }

  /** Feeds the digits of all levels. */
  feed(crc: number, levels: LevelSlots): number {
    this.#isTouched = false;
    if (this.#isStale) this.#list(levels);
    let next = crc;
    for (let rank = 0; rank < this.#count; rank += 1) {
      const slot = this.#slots[rank] ?? NONE;
      if (levels.spelt[slot] !== levels.total[slot]) levels.spell(slot);
      next = feedText(next, levels.text[slot] ?? 0, levels.textLength[slot] ?? 0);
    }
    return next;
  }

  #list(levels: LevelSlots): void {
    let count = 0;
    let slot = levels.best(this.#side);
    for (; slot !== NONE && count < CHECKSUM_DEPTH; count += 1) {
      this.#slots[count] = slot;
      slot = levels.after(slot);
    }
    const isWhole = count === CHECKSUM_DEPTH;
    const none = this.#side === 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    this.#last = isWhole ? levels.price(this.#slots[count - 1] ?? NONE) : none;
    this.#count = count;
    this.#isStale = false;
  }
}

/**
 * The level-2 checksum of a settled book, the same as `levelChecksum` of its levels. A frame spells
 * only the levels that were touched; the others' digits are fed by their checksums.
 */
export class TopLevelsChecksum {
  readonly #bids = new TopLevels(0);
  readonly #asks = new TopLevels(1);
  /** What the asks, which come first, are fed to. */
  #afterAsks = CRC32_START;
  #afterAll = CRC32_START;

  /** Notes that a level was touched; an empty one leaves the book before the next `value`. */
  touch(levels: LevelSlots, level: number, price: number): void {
    (levels.side[level] === 0 ? this.#bids : this.#asks).touch(levels, level, price);
  }

  /** @returns the checksum of the book, which has no empty levels now */
  value(levels: LevelSlots): number {
    const isMoved = this.#asks.isTouched;
    if (isMoved) this.#afterAsks = this.#asks.feed(CRC32_START, levels);
    if (isMoved || this.#bids.isTouched) {
      this.#afterAll = this.#bids.feed(this.#afterAsks, levels);
    }
    return finishCrc32(this.#afterAll);
  }
}
