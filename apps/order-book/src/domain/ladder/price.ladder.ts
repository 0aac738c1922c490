import { DOUBLES, PRICE } from '../order/order.layout';
import { type OrderPool } from '../order/order.pool';
import { joinQueue, leaveQueue } from '../order/order.queue';
import { type LadderMemory } from './ladder.memory';
import { bitmapLength, firstOccupied, lastOccupied, occupy, vacate } from './occupancy.bitmap';
import { SortedLevels } from './sorted-levels';

const SMALLEST_SPAN = 1_024;
/** Ticks between the best and the worst price up to which a ladder is one window: 8 MB a side. */
const LARGEST_SPAN = 1 << 20;

/**
 * One side of a book: a queue of orders per price, best price first.
 *
 * A price's key is `sign × price`, so the best level has the lowest key on either side. Keys in
 * `[origin, origin + span)` are addressed directly, and a bitmap finds the next occupied one. The
 * window moves and grows with the prices in use; prices farther apart than LARGEST_SPAN are kept as
 * sorted levels from then on.
 */
export class PriceLadder {
  private span = SMALLEST_SPAN;
  private origin = 0;
  private bestPlace = -1;
  /** Where the window's bitmap is in the memory. */
  private bitmap = 0;
  /** Where the ends of the queues are: first and last order of each level, by its place. */
  private ends = 0;
  private levels: SortedLevels | null = null;

  private readonly memory: LadderMemory;
  private readonly orders: OrderPool;
  private readonly sign: 1 | -1;

  /** @param sign 1: the lowest price is best (sells); −1: the highest is (buys). */
  constructor(orders: OrderPool, memory: LadderMemory, sign: 1 | -1) {
    this.orders = orders;
    this.memory = memory;
    this.sign = sign;
    this.open(SMALLEST_SPAN);
  }

  /** The first order of the best level, or 0. */
  first(): number {
    return this.bestPlace < 0 ? 0 : this.memory.ints[this.ends + 2 * this.bestPlace]!;
  }

  /** The first order at `price`, or 0. */
  at(price: number): number {
    return this.firstAt(this.placeOf(this.sign * price));
  }

  /** The first order of the best level that is worse than `price`, or 0. */
  firstBeyond(price: number): number {
    const key = this.sign * price;
    if (this.levels !== null) return this.firstAt(this.levels.worseThan(key));
    const next = key - this.origin + 1;
    if (next >= this.span) return 0;
    return this.firstAt(this.occupiedFrom(next < 0 ? 0 : next));
  }

  /** Puts the order at the back of its price's queue. */
  append(slot: number): void {
    const key = this.sign * this.orders.doubles[slot * DOUBLES + PRICE]!;
    let place = this.placeOf(key);
    if (place < 0) place = this.placeOutside(key);
    const { ints } = this.memory;
    const end = this.ends + 2 * place;
    if (ints[end] === 0 && this.levels === null) {
      occupy(ints, this.bitmap, this.span, place);
      if (place < this.bestPlace || this.bestPlace < 0) this.bestPlace = place;
    }
    joinQueue(this.orders.ints, ints, end, slot);
  }

  /** Takes the order out of its price's queue. */
  remove(slot: number): void {
    const key = this.sign * this.orders.doubles[slot * DOUBLES + PRICE]!;
    const place = this.placeOf(key);
    const end = this.ends + 2 * place;
    if (leaveQueue(this.orders.ints, this.memory.ints, end, slot)) this.vacate(place, key);
  }

  private firstAt(place: number): number {
    return place < 0 ? 0 : this.memory.ints[this.ends + 2 * place]!;
  }

  private occupiedFrom(place: number): number {
    return firstOccupied(this.memory.ints, this.bitmap, this.span, place);
  }

  /** The place of the key's level; −1 if it is outside the window, or not among sorted levels. */
  private placeOf(key: number): number {
    if (this.levels !== null) return this.levels.find(key);
    const distance = key - this.origin;
    return distance >= 0 && distance < this.span ? distance | 0 : -1;
  }

  private vacate(place: number, key: number): void {
    if (this.levels !== null) {
      this.levels.remove(key);
      this.bestPlace = this.levels.best();
      return;
    }
    vacate(this.memory.ints, this.bitmap, this.span, place);
    if (place === this.bestPlace) this.bestPlace = this.occupiedFrom(place + 1);
  }

  private placeOutside(key: number): number {
    if (this.levels !== null) return this.insertSorted(this.levels, key);
    const { bestPlace, origin } = this;
    const last = lastOccupied(this.memory.ints, this.bitmap, this.span);
    const best = bestPlace < 0 ? key : Math.min(key, origin + bestPlace);
    const worst = bestPlace < 0 ? key : Math.max(key, origin + last);
    const width = worst - best + 1;
    if (width > LARGEST_SPAN) return this.insertSorted(this.sortLevels(), key);
    let span = this.span;
    while (span < width * 2 && span < LARGEST_SPAN) span *= 2;
    this.moveWindow(best - Math.floor((span - width) / 2), span);
    return key - this.origin;
  }

  private insertSorted(levels: SortedLevels, key: number): number {
    const place = levels.insert(key);
    this.bestPlace = levels.best();
    if (levels.extent > this.span) {
      const { ends, span } = this;
      const close = this.open(span * 2);
      this.memory.ints.copyWithin(this.ends, ends, ends + 2 * span);
      close();
    }
    return place;
  }

  private moveWindow(origin: number, span: number): void {
    const shift = this.origin - origin;
    const before = { bitmap: this.bitmap, ends: this.ends, span: this.span };
    const close = this.open(span);
    const { ints } = this.memory;
    for (let at = this.bestPlace; at >= 0;) {
      const from = before.ends + 2 * at;
      ints.copyWithin(this.ends + 2 * (at + shift), from, from + 2);
      occupy(ints, this.bitmap, span, at + shift);
      at = firstOccupied(ints, before.bitmap, before.span, at + 1);
    }
    close();
    if (this.bestPlace >= 0) this.bestPlace += shift;
    this.origin = origin;
  }

  private sortLevels(): SortedLevels {
    const levels = new SortedLevels();
    const before = { bitmap: this.bitmap, ends: this.ends, span: this.span };
    const close = this.open(before.span);
    const { ints } = this.memory;
    for (let at = this.bestPlace; at >= 0;) {
      const from = before.ends + 2 * at;
      ints.copyWithin(this.ends + 2 * levels.insert(this.origin + at), from, from + 2);
      at = firstOccupied(ints, before.bitmap, before.span, at + 1);
    }
    close();
    this.levels = levels;
    this.bestPlace = levels.best();
    return levels;
  }

  /** Takes empty memory for so many places; the result gives the memory before back. */
  private open(span: number): () => void {
    const length = bitmapLength(span) + 2 * span;
    const before = { at: this.bitmap, length: bitmapLength(this.span) + 2 * this.span };
    this.bitmap = this.memory.take(length);
    this.ends = this.bitmap + bitmapLength(span);
    this.span = span;
    return () => this.memory.give(before.at, before.length);
  }
}
