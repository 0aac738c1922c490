import { DOUBLES, PRICE } from '../order/order.layout';
import { type OrderPool } from '../order/order.pool';
import { joinQueue, leaveQueue } from '../order/order.queue';
import { LadderMemory } from './ladder.memory';
import { bitmapLength, firstOccupied, occupy, vacate } from './occupancy.bitmap';
import {
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

/** Offsets in a ladder's head: eight ints, half a cache line. */
const BEST = 0;
const SPAN = 1;
const HOME = 2;
const ENDS = 3;
/** Doubles. */
const ORIGIN = 4;
const BEST_PRICE = 6;
const HEAD = 8;

/** Of one instrument's two ladders, which share a cache line: the asks' head after the bids'. */
export const asksAfter = (bids: number): number => bids + HEAD;

/** 1: the lowest price is best (asks); −1: the highest is (bids). */
const signOf = (ladder: number): number => ((ladder & HEAD) >> 2) - 1;

/**
 * The sides of all books, each a queue of orders per price, best price first. A ladder goes by the
 * place of its head in the memory: no object, since a thousand books would be thousands of them.
 *
 * A price's key is `sign × price`, so the best level has the lowest key on either side. A few
 * levels are a sorted list, so that a quiet book is a few cache lines. More are a window: keys in
 * `[origin, origin + span)` are addressed directly, and a bitmap finds the next occupied one. A
 * level that does not fit lets the shape be chosen anew: the window moves and grows with the prices
 * in use; prices farther apart than LARGEST_SPAN are a sorted list, however many.
 *
 * A head holds BEST, where the ends of the best level's queue are (0: there is no level), and
 * its price; SPAN, the window's (0: there is a list); HOME, where the list begins, or the window's
 * bitmap; and of a window its ORIGIN, and where the ENDS of its queues are.
 */
export class PriceLadders {
  private readonly memory = new LadderMemory();
  private readonly orders: OrderPool;

  constructor(orders: OrderPool) {
    this.orders = orders;
  }

  /** Makes the two empty ladders of an instrument; returns the bids'. */
  makePair(): number {
    const bids = this.memory.take(2 * HEAD);
    for (const ladder of [bids, asksAfter(bids)]) {
      const list = takeList(this.memory, FEW);
      this.memory.ints[ladder + HOME] = list;
    }
    return bids;
  }

  /** The first order of the best level, or 0. */
  first(ladder: number): number {
    const { ints } = this.memory;
    return ints[ints[ladder + BEST]!]!;
  }

  /** Whether there is an order. */
  isEmpty(ladder: number): boolean {
    return this.memory.ints[ladder + BEST] === 0;
  }

  /** Ticks; of a ladder that is not empty. */
  bestPrice(ladder: number): number {
    return this.memory.doubles[(ladder + BEST_PRICE) >> 1]!;
  }

  /** The first order at `price`, or 0. */
  at(ladder: number, price: number): number {
    return this.memory.ints[this.find(ladder, signOf(ladder) * price)]!;
  }

  /** The first order of the best level that is worse than `price`, or 0. */
  firstBeyond(ladder: number, price: number): number {
    const { ints, doubles } = this.memory;
    const key = signOf(ladder) * price;
    const span = ints[ladder + SPAN]!;
    if (span === 0) return ints[levelBeyond(this.memory, ints[ladder + HOME]!, key)]!;
    const next = key - doubles[(ladder + ORIGIN) >> 1]! + 1;
    if (next >= span) return 0;
    return ints[this.occupiedFrom(ladder, next < 0 ? 0 : next)]!;
  }

  /** Puts the order at the back of its price's queue. */
  append(ladder: number, slot: number): void {
    const key = signOf(ladder) * this.orders.doubles[slot * DOUBLES + PRICE]!;
    let end = this.find(ladder, key);
    if (this.memory.ints[end] === 0) end = this.open(ladder, key, end);
    joinQueue(this.orders.ints, this.memory.ints, end, slot);
  }

  /** Takes the order out of its price's queue. */
  remove(ladder: number, slot: number): void {
    const end = this.find(ladder, signOf(ladder) * this.orders.doubles[slot * DOUBLES + PRICE]!);
    if (leaveQueue(this.orders.ints, this.memory.ints, end, slot)) this.close(ladder, end);
  }

  /** Where the ends of the key's queue are; 0 if it has no place. */
  private find(ladder: number, key: number): number {
    const { ints, doubles } = this.memory;
    const place = key - doubles[(ladder + ORIGIN) >> 1]!;
    const span = ints[ladder + SPAN]!;
    if (place >= 0 && place < span) return ints[ladder + ENDS]! + 2 * (place | 0);
    return span === 0 ? findLevel(this.memory, ints[ladder + HOME]!, key) : 0;
  }

  private setBest(ladder: number, end: number, key: number): void {
    this.memory.ints[ladder + BEST] = end;
    this.memory.doubles[(ladder + BEST_PRICE) >> 1] = signOf(ladder) * key;
  }

  private setBestOfList(ladder: number, list: number): void {
    const count = countOf(this.memory, list);
    if (count === 0) this.memory.ints[ladder + BEST] = 0;
    else this.setBest(ladder, endsOf(list, count - 1), keyOf(this.memory, list, count - 1));
  }

  /** Where the ends of the best level from that place of the window on are, or 0. */
  private occupiedFrom(ladder: number, place: number): number {
    const { ints } = this.memory;
    const found = firstOccupied(ints, ints[ladder + HOME]!, ints[ladder + SPAN]!, place);
    return found < 0 ? 0 : ints[ladder + ENDS]! + 2 * found;
  }

  /** Makes a level; returns where its ends are. @param end where its place is; 0: it has none */
  private open(ladder: number, key: number, end: number): number {
    if (end === 0) return this.insert(ladder, key);
    const { ints } = this.memory;
    occupy(ints, ints[ladder + HOME]!, ints[ladder + SPAN]!, (end - ints[ladder + ENDS]!) >> 1);
    const best = ints[ladder + BEST]!;
    if (end < best || best === 0) this.setBest(ladder, end, key);
    return end;
  }

  private close(ladder: number, end: number): void {
    const { ints, doubles } = this.memory;
    const span = ints[ladder + SPAN]!;
    const home = ints[ladder + HOME]!;
    if (span === 0) {
      removeLevel(this.memory, home, end);
      this.setBestOfList(ladder, home);
      return;
    }
    const ends = ints[ladder + ENDS]!;
    const place = (end - ends) >> 1;
    vacate(ints, home, span, place);
    if (end !== ints[ladder + BEST]) return;
    const best = this.occupiedFrom(ladder, place + 1);
    this.setBest(ladder, best, doubles[(ladder + ORIGIN) >> 1]! + ((best - ends) >> 1));
  }

  /** Makes a level for which there is no place yet. */
  private insert(ladder: number, key: number): number {
    const { memory } = this;
    const had = memory.ints[ladder + SPAN] === 0 ? memory.ints[ladder + HOME]! : 0;
    const list = had !== 0 && !isFull(memory, had) ? had : this.reshape(ladder, had, key);
    if (list === 0) return this.open(ladder, key, this.find(ladder, key));
    const end = insertLevel(memory, list, key);
    this.setBestOfList(ladder, list);
    return end;
  }

  /**
   * Makes room for one more level.
   * @param had the list that is full; 0: there is a window, in which the level has no place
   * @returns the list in which there is room; 0: there is a window with a place for the level
   */
  private reshape(ladder: number, had: number, key: number): number {
    const { memory } = this;
    const list = had === 0 ? this.gather(ladder) : had;
    const count = countOf(memory, list);
    // What was a window becomes a list again with so few levels that it will not soon be full.
    if (had !== 0 || count > FEW / 2) {
      const best = Math.min(key, keyOf(memory, list, count - 1));
      const width = Math.max(key, keyOf(memory, list, 0)) - best + 1;
      if (width <= LARGEST_SPAN) {
        this.spread(ladder, list, best, width);
        return 0;
      }
    }
    const roomy = isFull(memory, list) ? widenList(memory, list) : list;
    memory.ints[ladder + HOME] = roomy;
    return roomy;
  }

  /** The window's levels as a list; the window is gone. */
  private gather(ladder: number): number {
    const { memory } = this;
    const bitmap = memory.ints[ladder + HOME]!;
    const span = memory.ints[ladder + SPAN]!;
    const ends = memory.ints[ladder + ENDS]!;
    const origin = memory.doubles[(ladder + ORIGIN) >> 1]!;
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
    memory.ints[ladder + SPAN] = 0;
    return list;
  }

  /** The list's levels as a window of at least twice the width in use; the list is gone. */
  private spread(ladder: number, list: number, best: number, width: number): void {
    const { memory } = this;
    let span = SMALLEST_SPAN;
    while (span < width * 2 && span < LARGEST_SPAN) span *= 2;
    const origin = best - Math.floor((span - width) / 2);
    const bitmap = memory.take(windowLength(span));
    const ends = bitmap + bitmapLength(span);
    const { ints, doubles } = memory;
    ints[ladder + SPAN] = span;
    ints[ladder + HOME] = bitmap;
    ints[ladder + ENDS] = ends;
    doubles[(ladder + ORIGIN) >> 1] = origin;
    for (let at = 0; at < countOf(memory, list); at += 1) {
      const place = keyOf(memory, list, at) - origin;
      const from = endsOf(list, at);
      ints.copyWithin(ends + 2 * place, from, from + 2);
      occupy(ints, bitmap, span, place);
      this.setBest(ladder, ends + 2 * place, origin + place);
    }
    giveList(memory, list);
  }
}
