import { doubled, NONE } from './columns';

/**
 * The visible orders, one slot each in parallel columns: a market of a million orders is a few
 * arrays, and a change makes no object. Slots of orders that left are used again, last out first
 * in.
 */
export class OrderSlots {
  id = new Float64Array(1_024);
  /** Visible lots. */
  shown = new Float64Array(1_024);
  /** The slot of the order's level. */
  level = new Int32Array(1_024);
  /** The hash of the order's place in its queue (`placeHash`). */
  place = new Int32Array(1_024);
  /** The order behind in the queue; of a free slot the next free one. */
  next = new Int32Array(1_024);
  /** The order before in the queue. */
  previous = new Int32Array(1_024);
  #used = 1;
  #free = NONE;

  take(id: number, shown: number, level: number): number {
    let slot = this.#free;
    if (slot === NONE) {
      slot = this.#used;
      this.#used += 1;
      if (slot === this.id.length) this.#grow();
    } else {
      this.#free = this.next[slot] ?? NONE;
    }
    this.id[slot] = id;
    this.shown[slot] = shown;
    this.level[slot] = level;
    return slot;
  }

  give(slot: number): void {
    this.next[slot] = this.#free;
    this.#free = slot;
  }

  #grow(): void {
    this.id = doubled(this.id);
    this.shown = doubled(this.shown);
    this.level = doubled(this.level);
    this.place = doubled(this.place);
    this.next = doubled(this.next);
    this.previous = doubled(this.previous);
  }
}
