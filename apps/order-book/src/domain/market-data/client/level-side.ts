import type { BookSide } from '../frame/book-side';
import type { Level } from '../frame/level-frame';

/** One side of a client's level-2 book: levels in a sorted array, best first. */
export class LevelSide {
  readonly #levels: Level[] = [];
  readonly #sign: number;

  /** @param side decides what is best: the lowest ask, the highest bid */
  constructor(side: BookSide) {
    this.#sign = side === 'asks' ? 1 : -1;
  }

  /** Best first. */
  get levels(): readonly Level[] {
    return this.#levels;
  }

  clear(): void {
    this.#levels.length = 0;
  }

  /** The place of a price: where it stands or would stand. */
  #place(price: number): number {
    let low = 0;
    let high = this.#levels.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const [at = price] = this.#levels[middle] ?? [];
      if ((at - price) * this.#sign < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @returns the quantity at a price, 0 when there is no such level */
  quantityAt(price: number): number {
    const level = this.#levels[this.#place(price)];
    return level?.[0] === price ? level[1] : 0;
  }

  /** Sets a level to an absolute quantity; 0 removes it. */
  set(price: number, quantity: number): void {
    const place = this.#place(price);
    const there = this.#levels[place]?.[0] === price ? 1 : 0;
    if (quantity === 0) this.#levels.splice(place, there);
    else this.#levels.splice(place, there, [price, quantity]);
  }

  /** Forgets the levels beyond a subscribed depth. */
  truncate(depth: number): void {
    if (this.#levels.length > depth) this.#levels.length = depth;
  }
}
