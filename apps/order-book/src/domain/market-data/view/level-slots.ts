import { doubled, NONE } from './columns';

/** The price levels of both sides, one slot each in parallel columns. */
export class LevelSlots {
  /** Ticks. */
  price = new Float64Array(256);
  /** 0 bids, 1 asks. */
  side = new Int32Array(256);
  /** Visible lots of all its orders. */
  total = new Float64Array(256);
  /** First and last order of the queue. */
  head = new Int32Array(256);
  tail = new Int32Array(256);
  /** 1 while it is on the list of touched levels. */
  touched = new Int32Array(256);
  readonly #free: number[] = [];
  #used = 1;

  take(price: number, side: number): number {
    const slot = this.#free.pop() ?? this.#fresh();
    this.price[slot] = price;
    this.side[slot] = side;
    this.total[slot] = 0;
    this.head[slot] = NONE;
    this.tail[slot] = NONE;
    this.touched[slot] = 0;
    return slot;
  }

  give(slot: number): void {
    this.#free.push(slot);
  }

  #fresh(): number {
    const slot = this.#used;
    this.#used += 1;
    if (slot === this.price.length) this.#grow();
    return slot;
  }

  #grow(): void {
    this.price = doubled(this.price);
    this.side = doubled(this.side);
    this.total = doubled(this.total);
    this.head = doubled(this.head);
    this.tail = doubled(this.tail);
    this.touched = doubled(this.touched);
  }
}
