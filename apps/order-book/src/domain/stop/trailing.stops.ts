import { KeyedHeap } from '../timer/keyed.heap';

/** Trailing stops with the same best price seen: the one with the smallest trail triggers first. */
interface PeakClass {
  /** `sign × best last price`: highest for sells. */
  peak: number;
  /** By trail, then entry; the values are slots. */
  heap: KeyedHeap;
  /** Highest `peak − smallest trail` of this class and those below it. */
  nearest: number;
}

/**
 * The trailing stops of one side. A trade moves the peak of every stop that has seen less, so stops
 * with equal peaks are kept together, on a stack whose top has the lowest peak: a trade merges
 * classes at the top, the smaller into the larger, and never walks the stops.
 */
export class TrailingStops {
  private readonly sign: 1 | -1;
  private readonly stack: PeakClass[] = [];
  private readonly classes = new Map<number, { of: PeakClass; handle: number }>();

  /** @param sign 1: sells, which trail the highest price; −1: buys, which trail the lowest. */
  constructor(sign: 1 | -1) {
    this.sign = sign;
  }

  get isEmpty(): boolean {
    return this.stack.length === 0;
  }

  /** @param peak the best price that the stop has seen, ticks. */
  add(slot: number, trail: number, entry: number, peak: number): void {
    const value = this.sign * peak;
    let at = this.stack.length;
    while (at > 0 && this.stack[at - 1]!.peak <= value) at -= 1;
    let home = this.stack[at];
    if (home?.peak !== value) {
      home = { peak: value, heap: new KeyedHeap(), nearest: -Infinity };
      this.stack.splice(at, 0, home);
    }
    this.classes.set(slot, { of: home, handle: home.heap.add(trail, entry, slot) });
    this.measureFrom(at);
  }

  remove(slot: number): void {
    const found = this.classes.get(slot)!;
    this.classes.delete(slot);
    found.of.heap.remove(found.handle);
    const at = this.stack.indexOf(found.of);
    if (found.of.heap.size === 0) this.stack.splice(at, 1);
    this.measureFrom(at);
  }

  /** A trade happened: raises every lower peak to its price. */
  follow(price: number): void {
    const value = this.sign * price;
    let top = this.stack.at(-1);
    if (top === undefined || top.peak >= value) return;
    while (this.stack.length > 1 && this.stack[this.stack.length - 2]!.peak <= value) {
      this.stack.pop();
      const below = this.stack.pop()!;
      top = below.heap.size > top.heap.size ? this.merge(below, top) : this.merge(top, below);
      this.stack.push(top);
    }
    top.peak = value;
    this.measureFrom(this.stack.length - 1);
  }

  /** `sign × trigger` of the stop that triggers first; −Infinity without stops. */
  get nearest(): number {
    return this.stack.at(-1)?.nearest ?? -Infinity;
  }

  /** Slot of the stop to activate first at this last price; 0: none is eligible. */
  eligible(last: number): number {
    const nearest = this.nearest;
    if (this.sign * last > nearest) return 0;
    let found = 0;
    let entry = Infinity;
    for (const one of this.stack) {
      const first = one.heap.first();
      if (one.peak - one.heap.keyOf(first) !== nearest) continue;
      if (one.heap.orderOf(first) >= entry) continue;
      entry = one.heap.orderOf(first);
      found = one.heap.valueOf(first);
    }
    return found;
  }

  /** The best price that the stop has seen, ticks. */
  peakOf(slot: number): number {
    return this.sign * this.classes.get(slot)!.of.peak;
  }

  entryOf(slot: number): number {
    const { of, handle } = this.classes.get(slot)!;
    return of.heap.orderOf(handle);
  }

  private merge(larger: PeakClass, smaller: PeakClass): PeakClass {
    for (const handle of smaller.heap.handles()) {
      const slot = smaller.heap.valueOf(handle);
      const trail = smaller.heap.keyOf(handle);
      const added = larger.heap.add(trail, smaller.heap.orderOf(handle), slot);
      this.classes.set(slot, { of: larger, handle: added });
    }
    return larger;
  }

  private measureFrom(at: number): void {
    let below = this.stack[at - 1]?.nearest ?? -Infinity;
    for (let index = at; index < this.stack.length; index += 1) {
      const one = this.stack[index]!;
      below = Math.max(below, one.peak - one.heap.keyOf(one.heap.first()));
      one.nearest = below;
    }
  }
}
