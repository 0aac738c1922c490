import { alignedDoubles, intsOf } from '../memory/cache-lines';
import { DOUBLES, INTS, NEXT } from './order.layout';

/**
 * The records of all live orders in one block of memory, so that touching an order touches one
 * cache line. A freed slot is used again first, while it is still warm.
 */
export class OrderPool {
  doubles: Float64Array<ArrayBuffer>;
  ints: Int32Array;
  /** Number of slots in use. */
  live = 0;
  private capacity: number;
  /** Slots above were never used; freed ones are linked by NEXT. */
  private untouched = 1;
  private free = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.doubles = alignedDoubles(capacity * DOUBLES);
    this.ints = intsOf(this.doubles);
  }

  /** A slot whose fields are all to be written. May replace the arrays by larger ones. */
  take(): number {
    this.live += 1;
    const slot = this.free;
    if (slot !== 0) {
      this.free = this.ints[slot * INTS + NEXT]!;
      return slot;
    }
    if (this.untouched === this.capacity) this.grow();
    return this.untouched++;
  }

  release(slot: number): void {
    this.live -= 1;
    this.ints[slot * INTS + NEXT] = this.free;
    this.free = slot;
  }

  private grow(): void {
    this.capacity *= 2;
    const larger = alignedDoubles(this.capacity * DOUBLES);
    larger.set(this.doubles);
    this.doubles = larger;
    this.ints = intsOf(larger);
  }
}
