import type { BookSide } from '../frame/book-side';
import type { QueueChange } from '../frame/queue-frame';
import { doubled } from './columns';

const ADD_BID = 0;
const ADD_ASK = 1;
const RESIZE = 2;
const REMOVE = 3;

/** A change is so many numbers in a row: operation, sequence, id, quantity, price. */
const ROW = 5;
const SEQUENCE = 1;
const ID = 2;
const QUANTITY = 3;
const PRICE = 4;

/** Order by order what changed since the last frame: numbers until somebody wants the frame. */
export class QueueChanges {
  #rows = new Float64Array(256 * ROW);
  #used = 0;

  add(sequence: number, side: number, id: number, price: number, quantity: number): void {
    const at = this.#note(side === 0 ? ADD_BID : ADD_ASK, sequence, id, quantity);
    this.#rows[at + PRICE] = price;
  }

  resize(sequence: number, id: number, quantity: number): void {
    this.#note(RESIZE, sequence, id, quantity);
  }

  remove(sequence: number, id: number): void {
    this.#note(REMOVE, sequence, id, 0);
  }

  #note(operation: number, sequence: number, id: number, quantity: number): number {
    const at = this.#used;
    if (at + ROW > this.#rows.length) this.#rows = doubled(this.#rows);
    const rows = this.#rows;
    rows[at] = operation;
    rows[at + SEQUENCE] = sequence;
    rows[at + ID] = id;
    rows[at + QUANTITY] = quantity;
    this.#used = at + ROW;
    return at;
  }

  /** @returns all changes as objects; none is left then */
  drain(): QueueChange[] {
    const changes: QueueChange[] = [];
    for (let at = 0; at < this.#used; at += ROW) changes.push(this.#change(at));
    this.#used = 0;
    return changes;
  }

  #change(at: number): QueueChange {
    const rows = this.#rows;
    const operation = rows[at];
    const sequence = rows[at + SEQUENCE] ?? 0;
    const id = rows[at + ID] ?? 0;
    const quantity = rows[at + QUANTITY] ?? 0;
    if (operation === REMOVE) return { op: 'remove', sequence, id };
    if (operation === RESIZE) return { op: 'resize', sequence, id, quantity };
    const side: BookSide = operation === ADD_BID ? 'bids' : 'asks';
    return { op: 'add', sequence, side, id, price: rows[at + PRICE] ?? 0, quantity };
  }
}
