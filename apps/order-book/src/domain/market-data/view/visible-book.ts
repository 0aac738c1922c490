import { OrderIndex } from '../../order/order.index';
import { placeHash } from '../checksum/queue-checksum';
import type { Level } from '../frame/level-frame';
import type { QueuedOrder } from '../frame/queue-frame';
import { NONE } from './columns';
import { LevelSlots } from './level-slots';
import { OrderSlots } from './order-slots';
import { QueueChanges } from './queue-changes';
import type { TopLevelsChecksum } from './top-levels-checksum';

/**
 * What the public may see of one instrument's book: every resting order's shown quantity, in its
 * priority. Each change is noted for the next frame. A level that was emptied stays, with nothing
 * in
 * it, until `takeTouched`: it often fills again at once, and the frame has to name it anyway.
 */
export class VisibleBook {
  readonly orders = new OrderSlots();
  readonly levels = new LevelSlots();
  readonly changes = new QueueChanges();
  /** Whether changes and places are noted order by order: not before somebody reads level 3. */
  #noting = false;
  /** Slots of the levels that changed since `takeTouched`. */
  readonly touched: number[] = [];
  #placeSum = 0;
  readonly #slots = new OrderIndex();

  /** Begins to note every change and every place in a queue. */
  note(): void {
    const { levels, orders } = this;
    this.#noting = true;
    for (const side of [0, 1]) {
      for (let level = levels.best(side); level !== NONE; level = levels.after(level)) {
        let slot = levels.head[level] ?? NONE;
        for (; slot !== NONE; slot = orders.next[slot] ?? NONE) this.#rehash(slot);
      }
    }
  }

  get noting(): boolean {
    return this.#noting;
  }

  /** The same as `queueChecksum` of its orders, kept place by place once places are noted. */
  get queueChecksum(): number {
    return this.#placeSum >>> 0;
  }

  /** @returns the slot of a visible order, or NONE */
  find(id: number): number {
    return this.#slots.get(id);
  }

  /** The order that a trade at this price meets first, or NONE. */
  front(side: 0 | 1, price: number): number {
    return this.levels.head[this.levels.at(side, price)] ?? NONE;
  }

  /** An order joins the back of its price. */
  join(sequence: number, id: number, side: 0 | 1, price: number, shown: number): void {
    const { levels, orders } = this;
    let level = levels.at(side, price);
    if (level === NONE) level = levels.add(side, price);
    const slot = orders.take(id, shown, level);
    const last = levels.tail[level] ?? NONE;
    orders.next[slot] = NONE;
    orders.previous[slot] = last;
    if (last === NONE) levels.head[level] = slot;
    else orders.next[last] = slot;
    levels.tail[level] = slot;
    orders.place[slot] = 0;
    if (this.#noting) this.#rehash(slot);
    this.#slots.add(id, slot);
    this.#touch(level, shown);
    if (this.#noting) this.changes.add(sequence, side, id, price, shown);
  }

  /** An order shows another quantity in its place; 0 takes it away. */
  resize(sequence: number, slot: number, shown: number): void {
    if (shown === 0) {
      this.leave(sequence, slot);
      return;
    }
    const { orders } = this;
    const before = orders.shown[slot] ?? 0;
    if (before === shown) return;
    orders.shown[slot] = shown;
    if (this.#noting) this.#rehash(slot);
    this.#touch(orders.level[slot] ?? 0, shown - before);
    if (this.#noting) this.changes.resize(sequence, orders.id[slot] ?? 0, shown);
  }

  leave(sequence: number, slot: number): void {
    const { levels, orders } = this;
    const id = orders.id[slot] ?? 0;
    const level = orders.level[slot] ?? 0;
    const before = orders.previous[slot] ?? NONE;
    const behind = orders.next[slot] ?? NONE;
    if (before === NONE) levels.head[level] = behind;
    else orders.next[before] = behind;
    if (behind === NONE) levels.tail[level] = before;
    else orders.previous[behind] = before;
    this.#placeSum = (this.#placeSum - (orders.place[slot] ?? 0)) | 0;
    if (this.#noting && behind !== NONE) this.#rehash(behind);
    this.#touch(level, -(orders.shown[slot] ?? 0));
    // Sums beyond 2^53 are rounded: of what is empty nothing may be left over.
    if (levels.head[level] === NONE) levels.total[level] = 0;
    this.#slots.remove(id);
    orders.give(slot);
    if (this.#noting) this.changes.remove(sequence, id);
  }

  /** Moves the touched levels into the two lists and forgets those that are empty. */
  takeTouched(bids: Level[], asks: Level[], checksum: TopLevelsChecksum): void {
    const { levels, touched } = this;
    for (let at = 0; at < touched.length; at += 1) {
      const level = touched[at] ?? 0;
      const side = levels.side[level] === 0 ? 0 : 1;
      const entry = this.#level(level);
      (side === 0 ? bids : asks).push(entry);
      checksum.touch(levels, level, entry[0]);
      levels.touched[level] = 0;
      if (levels.head[level] === NONE) levels.remove(level);
    }
    touched.length = 0;
  }

  /** Exchanges the hash of an order's place for that of where it stands now. */
  #rehash(slot: number): void {
    const { levels, orders } = this;
    const level = orders.level[slot] ?? 0;
    const first = orders.previous[slot] ?? NONE;
    const place = placeHash(
      levels.side[level] ?? 0,
      levels.price(level),
      orders.id[first] ?? 0,
      orders.id[slot] ?? 0,
      orders.shown[slot] ?? 0,
    );
    this.#placeSum = (this.#placeSum - (orders.place[slot] ?? 0) + place) | 0;
    orders.place[slot] = place;
  }

  /** The best level that has anything in it. */
  best(side: 0 | 1): Level | null {
    const { levels } = this;
    let level = levels.best(side);
    while (level !== NONE && levels.head[level] === NONE) level = levels.after(level);
    return level === NONE ? null : this.#level(level);
  }

  /** All levels that have anything in them, best first. */
  levelsOf(side: 0 | 1): Level[] {
    const { levels } = this;
    const all: Level[] = [];
    for (let level = levels.best(side); level !== NONE; level = levels.after(level)) {
      if (levels.head[level] !== NONE) all.push(this.#level(level));
    }
    return all;
  }

  /** All orders, best price first and in priority within a price. */
  ordersOf(side: 0 | 1): QueuedOrder[] {
    const { levels, orders } = this;
    const all: QueuedOrder[] = [];
    for (let level = levels.best(side); level !== NONE; level = levels.after(level)) {
      const price = levels.price(level);
      let slot = levels.head[level] ?? NONE;
      for (; slot !== NONE; slot = orders.next[slot] ?? NONE) {
        all.push({ id: orders.id[slot] ?? 0, price, quantity: orders.shown[slot] ?? 0 });
      }
    }
    return all;
  }

  #level(level: number): Level {
    return [this.levels.price(level), this.levels.total[level] ?? 0];
  }

  #touch(level: number, by: number): void {
    const { levels } = this;
    levels.total[level] = (levels.total[level] ?? 0) + by;
    if (levels.touched[level] === 1) return;
    levels.touched[level] = 1;
    this.touched.push(level);
  }
}
