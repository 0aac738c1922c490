import { DOUBLES, PRICE } from '../order/order.layout';
import { type OrderPool } from '../order/order.pool';
import { joinQueue, leaveQueue } from '../order/order.queue';
import { type LadderMemory } from './ladder.memory';
import { bitmapLength, firstOccupied, occupy, vacate } from './occupancy.bitmap';
import {
  bestOf,
  countOf,
  endsOf,
  FEW,
  findLevel,
  giveList,
  insertLevel,
  isFull,
  keyOf,
  levelBeyond,
  removeLevel,
  takeList,
  widenList,
} from './sorted-levels';

const SMALLEST_SPAN = 1_024;
/** Ticks between the best and the worst price up to which levels may be a window: 8 MB a side. */
const LARGEST_SPAN = 1 << 20;

/** Ints of a window: a bitmap, then the first and last order of each place. */
const windowLength = (span: number): number => bitmapLength(span) + 2 * span;

/**
 * One side of a book: a queue of orders per price, best price first.
 *
 * A price's key is `sign × price`, so the best level has the lowest key on either side. A few
 * levels are a sorted list, so that a quiet book is a few cache lines. More are a window: keys in
 * `[origin, origin + span)` are addressed directly, and a bitmap finds the next occupied one. A
 * level that does not fit lets the shape be chosen anew: the window moves and grows with the prices
 * in use; prices farther apart than LARGEST_SPAN are a sorted list, however many.
 */
export class PriceLadder {
  /** Where the ends of the best level's queue are in the memory; 0: there is no level. */
  private best = 0;
  private origin = 0;
  /** 0: there is no window. */
  private span = 0;
  /** Where the sorted list begins in the memory; 0: there is a window. */
  private list: number;
  /** Where the window's bitmap is in the memory, and behind it the ends of its queues. */
  private bitmap = 0;
  private ends = 0;

  private readonly memory: LadderMemory;
  private readonly orders: OrderPool;
  private readonly sign: 1 | -1;

  /** @param sign 1: the lowest price is best (sells); −1: the highest is (buys). */
  constructor(orders: OrderPool, memory: LadderMemory, sign: 1 | -1) {
    this.orders = orders;
    this.memory = memory;
    this.sign = sign;
    this.list = takeList(memory, FEW);
  }

  /** The first order of the best level, or 0. */
  first(): number {
    return this.memory.ints[this.best]!;
  }

  /** The first order at `price`, or 0. */
  at(price: number): number {
    return this.memory.ints[this.find(this.sign * price)]!;
  }

  /** The first order of the best level that is worse than `price`, or 0. */
  firstBeyond(price: number): number {
    const key = this.sign * price;
    if (this.list !== 0) return this.memory.ints[levelBeyond(this.memory, this.list, key)]!;
    const next = key - this.origin + 1;
    if (next >= this.span) return 0;
    return this.memory.ints[this.occupiedFrom(next < 0 ? 0 : next)]!;
  }

  /** Puts the order at the back of its price's queue. */
  append(slot: number): void {
    const key = this.sign * this.orders.doubles[slot * DOUBLES + PRICE]!;
    let end = this.find(key);
    if (this.memory.ints[end] === 0) end = this.open(key, end);
    joinQueue(this.orders.ints, this.memory.ints, end, slot);
  }

  /** Takes the order out of its price's queue. */
  remove(slot: number): void {
    const end = this.find(this.sign * this.orders.doubles[slot * DOUBLES + PRICE]!);
    if (leaveQueue(this.orders.ints, this.memory.ints, end, slot)) this.close(end);
  }

  /** Where the ends of the key's queue are; 0 if it has no place. */
  private find(key: number): number {
    const place = key - this.origin;
    if (place >= 0 && place < this.span) return this.ends + 2 * (place | 0);
    return this.list === 0 ? 0 : findLevel(this.memory, this.list, key);
  }

  /** Where the ends of the best level from that place of the window on are, or 0. */
  private occupiedFrom(place: number): number {
    const found = firstOccupied(this.memory.ints, this.bitmap, this.span, place);
    return found < 0 ? 0 : this.ends + 2 * found;
  }

  /** Makes a level; returns where its ends are. @param end where its place is; 0: it has none */
  private open(key: number, end: number): number {
    if (end === 0) return this.insert(key);
    occupy(this.memory.ints, this.bitmap, this.span, (end - this.ends) >> 1);
    if (end < this.best || this.best === 0) this.best = end;
    return end;
  }

  private close(end: number): void {
    if (this.list !== 0) {
      removeLevel(this.memory, this.list, end);
      this.best = bestOf(this.memory, this.list);
      return;
    }
    const place = (end - this.ends) >> 1;
    vacate(this.memory.ints, this.bitmap, this.span, place);
    if (end === this.best) this.best = this.occupiedFrom(place + 1);
  }

  /** Makes a level for which there is no place yet. */
  private insert(key: number): number {
    const { memory } = this;
    const list = this.list === 0 ? this.gather() : this.list;
    const count = countOf(memory, list);
    // What was a window becomes a list again with so few levels that it will not soon be full.
    const isCrowded = this.list === 0 ? count > FEW / 2 : isFull(memory, list);
    if (isCrowded) {
      const best = Math.min(key, keyOf(memory, list, count - 1));
      const width = Math.max(key, keyOf(memory, list, 0)) - best + 1;
      if (width <= LARGEST_SPAN) {
        this.spread(list, best, width);
        return this.open(key, this.find(key));
      }
    }
    this.list = isFull(memory, list) ? widenList(memory, list) : list;
    const end = insertLevel(memory, this.list, key);
    this.best = bestOf(memory, this.list);
    return end;
  }

  /** The window's levels as a list; the window is gone. */
  private gather(): number {
    const { bitmap, ends, memory, origin, span } = this;
    const next = (place: number) => firstOccupied(memory.ints, bitmap, span, place);
    const places: number[] = [];
    for (let place = next(0); place >= 0; place = next(place + 1)) places.push(place);
    let list = takeList(memory, FEW);
    for (const place of places.reverse()) {
      if (isFull(memory, list)) list = widenList(memory, list);
      const from = ends + 2 * place;
      memory.ints.copyWithin(insertLevel(memory, list, origin + place), from, from + 2);
    }
    memory.give(bitmap, windowLength(span));
    this.span = 0;
    return list;
  }

  /** The list's levels as a window of at least twice the width in use; the list is gone. */
  private spread(list: number, best: number, width: number): void {
    const { memory } = this;
    let span = SMALLEST_SPAN;
    while (span < width * 2 && span < LARGEST_SPAN) span *= 2;
    this.span = span;
    this.origin = best - Math.floor((span - width) / 2);
    this.bitmap = memory.take(windowLength(span));
    this.ends = this.bitmap + bitmapLength(span);
    for (let at = 0; at < countOf(memory, list); at += 1) {
      const place = keyOf(memory, list, at) - this.origin;
      const from = endsOf(list, at);
      this.best = this.ends + 2 * place;
      memory.ints.copyWithin(this.best, from, from + 2);
      occupy(memory.ints, this.bitmap, span, place);
    }
    giveList(memory, list);
    this.list = 0;
  }
}
