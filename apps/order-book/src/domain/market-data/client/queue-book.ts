import { queueChecksum } from '../checksum/queue-checksum';
import type { BookSide } from '../frame/book-side';
import type { QueueChange, QueuedOrder, QueueDelta, QueueSnapshot } from '../frame/queue-frame';
import { OrderQueues } from './order-queues';

/** A reader's level-3 book: every visible order in its priority, proven by the checksum. */
export class QueueBook {
  readonly #sides = { bids: new OrderQueues('bids'), asks: new OrderQueues('asks') };
  readonly #whereabouts = new Map<number, { readonly side: BookSide; readonly price: number }>();
  #sequence = 0;

  get checksum(): number {
    return queueChecksum(this.#sides.asks.orders(), this.#sides.bids.orders());
  }

  has(id: number): boolean {
    return this.#whereabouts.has(id);
  }

  orders(side: BookSide): QueuedOrder[] {
    return [...this.#sides[side].orders()];
  }

  levels(side: BookSide): OrderQueues['levels'] {
    return this.#sides[side].levels;
  }

  /** @returns whether the book that was loaded has the snapshot's checksum */
  load(snapshot: QueueSnapshot): boolean {
    this.#whereabouts.clear();
    for (const side of ['bids', 'asks'] as const) {
      this.#sides[side].clear();
      for (const order of snapshot[side]) this.#add(side, order);
    }
    this.#sequence = snapshot.sequence;
    return this.checksum === snapshot.checksum;
  }

  /**
   * Applies the changes after the sequence that the book is at: a snapshot may have been taken in
   * the middle of a frame.
   *
   * @returns whether the book that results has the delta's checksum
   */
  apply(delta: QueueDelta): boolean {
    for (const change of delta.changes) if (change.sequence > this.#sequence) this.change(change);
    this.#sequence = delta.sequence;
    return this.checksum === delta.checksum;
  }

  /** Makes one change without a check; a change of an unknown order does nothing. */
  change(change: QueueChange): void {
    if (change.op === 'add') {
      this.#add(change.side, change);
      return;
    }
    const place = this.#whereabouts.get(change.id);
    if (place === undefined) return;
    const side = this.#sides[place.side];
    if (change.op === 'resize') {
      side.resize(change.id, place.price, change.quantity);
    } else {
      side.remove(change.id, place.price);
      this.#whereabouts.delete(change.id);
    }
  }

  #add(side: BookSide, order: QueuedOrder): void {
    this.#whereabouts.set(order.id, { side, price: order.price });
    this.#sides[side].add(order);
  }
}
