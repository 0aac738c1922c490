import { DOUBLES, PRICE } from '../order/order.layout';
import { type OrderPool } from '../order/order.pool';
import { joinQueue, leaveQueue } from '../order/order.queue';
import { OccupancyBitmap } from './occupancy.bitmap';
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
  /** First and last order of each level, at twice the level's place. */
  private ends = new Int32Array(2 * SMALLEST_SPAN);
  private occupied = new OccupancyBitmap(SMALLEST_SPAN);
  private span = SMALLEST_SPAN;
  private origin = 0;
  private bestPlace = -1;
  private levels: SortedLevels | null = null;

  private readonly orders: OrderPool;
  private readonly sign: 1 | -1;

  /** @param sign 1: the lowest price is best (sells); −1: the highest is (buys). */
  constructor(orders: OrderPool, sign: 1 | -1) {
    this.orders = orders;
    this.sign = sign;
  }

  /** The first order of the best level, or 0. */
  first(): number {
    return this.bestPlace < 0 ? 0 : this.ends[2 * this.bestPlace]!;
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
    return this.firstAt(this.occupied.from(next < 0 ? 0 : next));
  }

  /** Puts the order at the back of its price's queue. */
  append(slot: number): void {
    const key = this.sign * this.orders.doubles[slot * DOUBLES + PRICE]!;
    let place = this.placeOf(key);
    if (place < 0) place = this.placeOutside(key);
    if (this.ends[2 * place] === 0 && this.levels === null) {
      this.occupied.occupy(place);
      if (place < this.bestPlace || this.bestPlace < 0) this.bestPlace = place;
    }
    joinQueue(this.orders.ints, this.ends, 2 * place, slot);
  }

  /** Takes the order out of its price's queue. */
  remove(slot: number): void {
    const key = this.sign * this.orders.doubles[slot * DOUBLES + PRICE]!;
    const place = this.placeOf(key);
    if (leaveQueue(this.orders.ints, this.ends, 2 * place, slot)) this.vacate(place, key);
  }

  private firstAt(place: number): number {
    return place < 0 ? 0 : this.ends[2 * place]!;
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
    this.occupied.vacate(place);
    if (place === this.bestPlace) this.bestPlace = this.occupied.from(place + 1);
  }

  private placeOutside(key: number): number {
    if (this.levels !== null) return this.insertSorted(this.levels, key);
    const best = this.bestPlace < 0 ? key : Math.min(key, this.origin + this.bestPlace);
    const worst = this.bestPlace < 0 ? key : Math.max(key, this.origin + this.occupied.last());
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
    if (2 * levels.extent > this.ends.length) {
      const ends = new Int32Array(this.ends.length * 2);
      ends.set(this.ends);
      this.ends = ends;
    }
    return place;
  }

  private moveWindow(origin: number, span: number): void {
    const ends = new Int32Array(2 * span);
    const occupied = new OccupancyBitmap(span);
    const shift = this.origin - origin;
    for (let at = this.bestPlace; at >= 0; at = this.occupied.from(at + 1)) {
      ends[2 * (at + shift)] = this.ends[2 * at]!;
      ends[2 * (at + shift) + 1] = this.ends[2 * at + 1]!;
      occupied.occupy(at + shift);
    }
    if (this.bestPlace >= 0) this.bestPlace += shift;
    this.ends = ends;
    this.occupied = occupied;
    this.origin = origin;
    this.span = span;
  }

  private sortLevels(): SortedLevels {
    const levels = new SortedLevels();
    const ends = new Int32Array(this.ends.length);
    for (let at = this.bestPlace; at >= 0; at = this.occupied.from(at + 1)) {
      const place = levels.insert(this.origin + at);
      ends[2 * place] = this.ends[2 * at]!;
      ends[2 * place + 1] = this.ends[2 * at + 1]!;
    }
    this.ends = ends;
    this.levels = levels;
    this.bestPlace = levels.best();
    return levels;
  }
}
