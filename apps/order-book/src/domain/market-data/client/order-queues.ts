import type { BookSide } from '../frame/book-side';
import type { QueuedOrder } from '../frame/queue-frame';
import { LevelSide } from './level-side';

/**
 * One side of a client's level-3 book: for each price the orders in priority. A Map keeps the order
 * in which keys came and a new value keeps its key's place: exactly a queue with priority.
 */
export class OrderQueues {
  readonly #levels: LevelSide;
  readonly #queues = new Map<number, Map<number, number>>();

  constructor(side: BookSide) {
    this.#levels = new LevelSide(side);
  }

  clear(): void {
    this.#levels.clear();
    this.#queues.clear();
  }

  /** The side's levels, best first: level 2 is level 3 added up. */
  get levels(): LevelSide['levels'] {
    return this.#levels.levels;
  }

  add({ id, price, quantity }: QueuedOrder): void {
    const queue = this.#queues.get(price);
    if (queue) queue.set(id, quantity);
    else this.#queues.set(price, new Map([[id, quantity]]));
    this.#levels.set(price, this.#levels.quantityAt(price) + quantity);
  }

  resize(id: number, price: number, quantity: number): void {
    const before = this.#queues.get(price)?.get(id) ?? 0;
    this.#queues.get(price)?.set(id, quantity);
    this.#levels.set(price, this.#levels.quantityAt(price) + quantity - before);
  }

  remove(id: number, price: number): void {
    const queue = this.#queues.get(price);
    const before = queue?.get(id) ?? 0;
    queue?.delete(id);
    if (queue?.size === 0) this.#queues.delete(price);
    this.#levels.set(price, this.#levels.quantityAt(price) - before);
  }

  /** All orders, best price first and in priority within a price. */
  *orders(): Generator<QueuedOrder> {
    for (const [price] of this.#levels.levels) {
      for (const [id, quantity] of this.#queues.get(price) ?? []) yield { id, price, quantity };
    }
  }
}
