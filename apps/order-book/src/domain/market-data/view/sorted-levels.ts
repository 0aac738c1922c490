import { doubled, NONE } from './columns';

/**
 * One side's levels in the order of their price, the best at the end: where most levels come and
 * go,
 * few others are moved.
 */
export class SortedLevels {
  /** Prices as keys that grow towards the best: of asks the negative price. */
  #keys = new Float64Array(256);
  #slots = new Int32Array(256);
  #count = 0;
  readonly #sign: number;

  /** @param side 0 bids, 1 asks */
  constructor(side: number) {
    this.#sign = side === 0 ? 1 : -1;
  }

  get count(): number {
    return this.#count;
  }

  /** @param rank 0 is the best */
  at(rank: number): number {
    return rank < this.#count ? (this.#slots[this.#count - 1 - rank] ?? NONE) : NONE;
  }

  /** @returns the level's slot, or NONE */
  find(price: number): number {
    const key = price * this.#sign;
    const place = this.#place(key);
    return place < this.#count && this.#keys[place] === key ? (this.#slots[place] ?? NONE) : NONE;
  }

  insert(price: number, slot: number): void {
    const key = price * this.#sign;
    const place = this.#place(key);
    if (this.#count === this.#keys.length) {
      this.#keys = doubled(this.#keys);
      this.#slots = doubled(this.#slots);
    }
    this.#keys.copyWithin(place + 1, place, this.#count);
    this.#slots.copyWithin(place + 1, place, this.#count);
    this.#keys[place] = key;
    this.#slots[place] = slot;
    this.#count += 1;
  }

  remove(price: number): void {
    const place = this.#place(price * this.#sign);
    this.#keys.copyWithin(place, place + 1, this.#count);
    this.#slots.copyWithin(place, place + 1, this.#count);
    this.#count -= 1;
  }

  /** The first place whose key is not smaller. */
  #place(key: number): number {
    const keys = this.#keys;
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
