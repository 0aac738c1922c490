import type { BookSide } from '../frame/book-side';
import type { QueueChange } from '../frame/queue-frame';
import { doubled } from './columns';

const ADD = 0;
const RESIZE = 1;
const REMOVE = 2;
const SIDES: readonly [BookSide, BookSide] = ['bids', 'asks'];

/** Order by order what changed since the last frame, in columns until somebody wants the frame. */
export class QueueChanges {
  /** The operation, and 4 for asks. */
  #kind = new Int32Array(256);
  #sequence = new Float64Array(256);
  #id = new Float64Array(256);
  #price = new Float64Array(256);
  #quantity = new Float64Array(256);
  #count = 0;

  add(sequence: number, side: number, id: number, price: number, quantity: number): void {
    this.#price[this.#note(ADD + 4 * side, sequence, id, quantity)] = price;
  }

  resize(sequence: number, id: number, quantity: number): void {
    this.#note(RESIZE, sequence, id, quantity);
  }

  remove(sequence: number, id: number): void {
    this.#note(REMOVE, sequence, id, 0);
  }

  #note(kind: number, sequence: number, id: number, quantity: number): number {
    const at = this.#count;
    if (at === this.#kind.length) this.#grow();
    this.#kind[at] = kind;
    this.#sequence[at] = sequence;
    this.#id[at] = id;
    this.#quantity[at] = quantity;
    this.#count = at + 1;
    return at;
  }

  /** @returns all changes as objects; the columns are empty then */
  drain(): QueueChange[] {
    const changes: QueueChange[] = [];
    for (let at = 0; at < this.#count; at += 1) changes.push(this.#change(at));
    this.#count = 0;
    return changes;
  }

  #change(at: number): QueueChange {
    const kind = this.#kind[at] ?? 0;
    const sequence = this.#sequence[at] ?? 0;
    const id = this.#id[at] ?? 0;
    const quantity = this.#quantity[at] ?? 0;
    if (kind === REMOVE) return { op: 'remove', sequence, id };
    if (kind === RESIZE) return { op: 'resize', sequence, id, quantity };
    const side = SIDES[kind === ADD ? 0 : 1];
    return { op: 'add', sequence, side, id, price: this.#price[at] ?? 0, quantity };
  }

  #grow(): void {
    this.#kind = doubled(this.#kind);
    this.#sequence = doubled(this.#sequence);
    this.#id = doubled(this.#id);
    this.#price = doubled(this.#price);
    this.#quantity = doubled(this.#quantity);
  }
}
